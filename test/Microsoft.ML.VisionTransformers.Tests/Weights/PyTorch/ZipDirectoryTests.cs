using System.Text;
using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using Microsoft.ML.VisionTransformers.Weights.PyTorch;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.PyTorch;

public class ZipDirectoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EntriesAreFoundWhereTheirBytesAre(bool zip64)
    {
        var file = new ZipWriter().Add("a/x", "hello"u8.ToArray()).Add("a/y", new byte[1000], deflate: true).ToArray(zip64);
        using var bytes = MemoryBytes.Take(new MemoryStream(file), file.Length);
        var entries = ZipDirectory.Read(bytes);
        var plain = entries["a/x"].Bytes;
        Assert.Equal(new StoredBytes(33, 5, 5, false), plain);
        Assert.Equal("hello", Encoding.ASCII.GetString(file, (int)plain.Offset, 5));

        var packed = entries["a/y"].Bytes;
        Assert.True(packed is { Deflated: true, Length: 1000, Stored: < 100 });
        using var inflated = Inflation.Take(bytes, packed);
        var content = new byte[1000];
        inflated.Read(0, content);
        Assert.All(content, value => Assert.Equal(0, value));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("a/../../x")]
    [InlineData("/etc/x")]
    [InlineData("a\\..\\x")]
    [InlineData("\\x")]
    [InlineData("C:x")]
    [InlineData("")]
    public void NamesThatLeadOutAreRefused(string name) => Refused(new ZipWriter().Add(name, [1]), "leads out");

    [Fact]
    public void TwoEntriesOfOneNameAreRefused() => Refused(new ZipWriter().Add("x", [1]).Add("x", [2]), "two entries 'x'");

    [Fact]
    public void EntriesThatShareBytesAreRefused() => Refused(new ZipWriter().Add("x", [1, 2, 3]).Add("y", [1], claimedHeader: 0), "overlap");

    [Fact]
    public void EntriesBeyondTheFileAreRefused()
    {
        Refused(new ZipWriter().Add("x", [1], claimedSize: 1_000_000, claimedStored: 1_000_000), "reaches beyond");
        Refused(new ZipWriter().Add("x", [1], claimedHeader: 0x7FFFFFFF), "begins at byte");
        Refused(new ZipWriter().Add("x", [1], claimedHeader: 3), "nothing is at byte 3");
    }

    // 16-bit numbers that were widened halve, and ML.NET packs a model as well as it can.
    [Fact]
    public void WeightsThatPackWellAreRead()
    {
        var content = new byte[48 << 20];
        for (var i = 0; i < content.Length; i += 64)
        {
            Random.Shared.NextBytes(content.AsSpan(i, 16));
            content.AsSpan(i, 16).CopyTo(content.AsSpan(i + 16));
        }
        var zip = new ZipWriter().Add("x", content, deflate: true).ToArray();
        Assert.InRange(zip.Length, content.Length / 4, content.Length / 2);
        using var bytes = MemoryBytes.Take(new MemoryStream(zip), zip.Length);
        Assert.Equal(content.Length, ZipDirectory.Read(bytes)["x"].Bytes.Length);
    }

    [Fact]
    public void BombsAreRefusedBeforeTheyAreInflated()
    {
        Refused(new ZipWriter().Add("x", new byte[100], deflate: true, claimedSize: 0xFFFFFFF0), "claims");
        // 100 MB of zeros in 100 KB: deflate can do that, weights can't.
        Refused(new ZipWriter().Add("x", new byte[100_000_000], deflate: true), "inflate to many times");
    }

    [Fact]
    public void AnEntryThatIsShorterThanItClaimsIsRefused()
    {
        var file = new ZipWriter().Add("x", new byte[100], deflate: true, claimedSize: 200).ToArray();
        using var bytes = MemoryBytes.Take(new MemoryStream(file), file.Length);
        var entry = ZipDirectory.Read(bytes)["x"];
        Assert.Contains("bytes early", Assert.Throws<CheckpointFormatException>(() => Inflation.Take(bytes, entry.Bytes)).Message);
    }

    [Theory]
    [InlineData(20, 0xFF, "reaches beyond|claims")]
    [InlineData(8, 0x01, "encrypted")]
    [InlineData(10, 0x0C, "method 12")]
    public void AChangedDirectoryIsRefused(int at, byte value, string reason)
    {
        var file = new ZipWriter().Add("x", [1, 2, 3]).ToArray();
        var directory = file.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x50, 0x4B, 1, 2]);
        file[directory + at] = value;
        using var bytes = MemoryBytes.Take(new MemoryStream(file), file.Length);
        Assert.Matches(reason, Assert.Throws<CheckpointFormatException>(() => ZipDirectory.Read(bytes)).Message);
    }

    private static void Refused(ZipWriter zip, string reason)
    {
        var file = zip.ToArray();
        using var bytes = MemoryBytes.Take(new MemoryStream(file), file.Length);
        Assert.Contains(reason, Assert.Throws<CheckpointFormatException>(() => ZipDirectory.Read(bytes)).Message);
    }
}
