using System.Numerics;
using System.Text;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.PyTorch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.PyTorch;

public class PickleReaderTests
{
    [Theory]
    [InlineData("80 02 4b 07 2e", 7L)]
    [InlineData("4a ff ff ff ff 2e", -1L)]
    [InlineData("4d 00 01 2e", 256L)]
    [InlineData("8a 00 2e", 0L)]
    [InlineData("8a 01 ff 2e", -1L)]
    [InlineData("8b 02 00 00 00 00 80 2e", -32768L)]
    [InlineData("47 3f f8 00 00 00 00 00 00 2e", 1.5)]
    [InlineData("88 2e", true)]
    [InlineData("4e 2e", null)]
    [InlineData("8c 02 68 69 2e", "hi")]
    [InlineData("80 04 95 04 00 00 00 00 00 00 00 8c 02 68 69 94 2e", "hi")]
    [InlineData("55 02 68 69 2e", "hi")]
    [InlineData("4b 01 4b 02 30 2e", 1L)]
    [InlineData("28 4b 02 31 4b 05 2e", 5L)]
    [InlineData("4b 03 71 00 30 68 00 2e", 3L)]
    public void Values(string pickle, object? expected) => Assert.Equal(expected, Read(pickle));

    [Theory]
    [InlineData("I-3\n.", -3L)]
    [InlineData("I01\n.", true)]
    [InlineData("L12L\n.", 12L)]
    [InlineData("F0.5\n.", 0.5)]
    [InlineData("F-inf\n.", double.NegativeInfinity)]
    [InlineData("S'hi'\n.", "hi")]
    [InlineData("Vhi\np0\n0g0\n.", "hi")]
    public void ValuesOfTheFirstProtocol(string pickle, object expected) => Assert.Equal(expected, Read(Encoding.ASCII.GetBytes(pickle)));

    [Fact]
    public void LargeIntegers() => Assert.Equal(BigInteger.Pow(2, 70), Read("8a 09 00 00 00 00 00 00 00 00 40 2e"));

    [Fact]
    public void Containers()
    {
        var root = Assert.IsType<PickleDictionary>(Read(PickleWriter.Write(new Dictionary<string, object?>
        {
            ["list"] = new List<object?> { 1, "two", null }, ["tuple"] = new object?[] { 1, 2 },
        })));
        Assert.Equal([1L, "two", null], Assert.IsType<List<object?>>(root.Find("list")));
        Assert.Equal([1L, 2L], Assert.IsType<PickleTuple>(root.Find("tuple")).Items);
        Assert.Null(root.Find("other"));
    }

    [Fact]
    public void LaterItemsReplaceEarlierOnesAndKeysOfOtherKindsAreCounted()
    {
        // {"a": 1, "a": 2, 5: 3}
        var root = Assert.IsType<PickleDictionary>(Read("7d 28 8c 01 61 4b 01 8c 01 61 4b 02 4b 05 4b 03 75 2e"));
        Assert.Equal(2L, Assert.Single(root.Items).Value);
        Assert.Equal(1, root.Others);
    }

    [Theory]
    [InlineData("cos\nsystem\n(S'id'\ntR.")]
    [InlineData("c__builtin__\neval\n(S'1'\ntR.")]
    [InlineData("(S'id'\nios\nsystem\n.")]
    [InlineData("(cos\nsystem\nS'id'\no.")]
    [InlineData("cposix\nsystem\n(S'id'\nt\x81.")]
    [InlineData("cbuiltins\ngetattr\n(cos\n__dict__\nS'system'\ntR(S'id'\ntR.")]
    public void WhatIsNotKnownIsNeverRun(string pickle)
        => Assert.IsType<PickleObject>(Read(Encoding.Latin1.GetBytes(pickle)));

    [Fact]
    public void AnUnknownObjectTakesWhateverIsPutIntoIt()
    {
        // A dictionary's subclass: items are set, a list is appended to, attributes are given.
        var value = Read(Encoding.Latin1.GetBytes("cyacs.config\nCfgNode\n)\x81(S'a'\nI1\nuS'b'\naS'k'\nI2\ns}(S'x'\nI3\nub."));
        var node = Assert.IsType<PickleObject>(value);
        Assert.Equal("yacs.config.CfgNode", node.Origin);
        Assert.Equal(3L, node.Attributes!.Find("x"));
    }

    [Theory]
    [InlineData("82 01 2e", "0x82", 0)]
    [InlineData("4e 97 2e", "0x97", 1)]
    [InlineData("80 06 2e", "protocol 6", 0)]
    [InlineData("52 2e", "Reduce", 0)]
    [InlineData("4e 29 52 2e", "what is called is no function", 2)]
    [InlineData("4b 01 4b 02 61 2e", "no list", 4)]
    [InlineData("7d 28 4b 01 75 2e", "has no value", 4)]
    [InlineData("74 2e", "mark is missing", 0)]
    [InlineData("68 05 2e", "entry 5 of its memo", 0)]
    [InlineData("28 2e", "missing on its stack", 1)]
    [InlineData("58 ff ff ff ff 2e", "within what begins", 0)]
    [InlineData("8e ff ff ff ff ff ff ff ff 2e", "within what begins", 0)]
    [InlineData("8d 00 00 00 00 00 00 00 80 2e", "within what begins", 0)]
    [InlineData("63 61 62 63", "ends at byte", 0)]
    public void WhatIsNotSoundIsRefusedWithItsPlace(string pickle, string reason, int at)
    {
        var error = Assert.Throws<CheckpointFormatException>(() => Read(pickle));
        Assert.Contains(reason, error.Reason);
        Assert.Contains($"at byte {at})", error.Reason);
    }

    [Fact]
    public void AListInItselfIsRead()
    {
        // l = []; l.append(l)
        var list = Assert.IsType<List<object?>>(Read("5d 71 00 68 00 61 2e"));
        Assert.Same(list, list[0]);
    }

    [Fact]
    public void ValuesThatHoldEachOtherTwiceCostNothing()
    {
        // Thirty tuples, each of the one before twice: a billion paths.
        byte[] pickle = [0x29, .. Enumerable.Repeat(new byte[] { (byte)'2', 0x86 }, 30).SelectMany(pair => pair), (byte)'.'];
        Assert.IsType<PickleTuple>(Read(pickle));
    }

    [Theory]
    [InlineData((byte)'(', "nested")]
    [InlineData((byte)'}', "more values")]
    [InlineData((byte)']', "more values")]
    [InlineData((byte)'N', "more values")]
    public void ManyValuesOfOneByteAreRefused(byte opcode, string reason)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<CheckpointFormatException>(() => Read([.. Enumerable.Repeat(opcode, 4_000_000), (byte)'.']));
        Assert.Contains(reason, error.Reason);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64L << 20);
    }

    [Fact]
    public void LongTextIsPassedOver()
    {
        var text = new byte[1 << 20];
        Assert.Same(PickleObject.Data, Read([(byte)'X', .. BitConverter.GetBytes(text.Length), .. text, (byte)'.']));
    }

    [Fact]
    public void ThePlaceBehindThePickleIsKnown()
    {
        using var source = MemoryBytes.Take(new MemoryStream([1, (byte)'K', 5, (byte)'.', (byte)'K', 6, (byte)'.']), 7);
        var input = new PickleInput(source, 1, 7);
        Assert.Equal(5L, PickleReader.Read(input, id => id));
        Assert.Equal(4, input.Position);
        Assert.Equal(6L, PickleReader.Read(input, id => id));
    }

    private static object? Read(string hex) => Read(Convert.FromHexString(hex.Replace(" ", "")));

    private static object? Read(byte[] pickle)
    {
        using var source = MemoryBytes.Take(new MemoryStream(pickle), pickle.Length);
        return PickleReader.Read(new PickleInput(source, 0, pickle.Length), id => id);
    }
}
