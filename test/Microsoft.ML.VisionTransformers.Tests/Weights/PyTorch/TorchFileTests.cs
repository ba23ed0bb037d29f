using Fuzz.Samples;
using Microsoft.ML.VisionTransformers.Weights;
using TorchSharp;
using static TorchSharp.torch;
using Call = Fuzz.Samples.PickleWriter.Call;
using Global = Fuzz.Samples.PickleWriter.Global;

namespace Microsoft.ML.VisionTransformers.Tests.Weights.PyTorch;

/// <summary>Files of torch as a checkpoint sees them; those that torch itself wrote are compared by the parity tests.</summary>
public sealed class TorchFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public static TheoryData<string> Kinds => ["zip", "deflated zip", "zip64", "legacy"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryTensorOfATrainingCheckpointIsRead(string kind)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Open(Bytes(Checkpoints.Training(), kind));
        Assert.Equal(kind == "legacy" ? "PyTorch legacy file" : "PyTorch zip archive", checkpoint.Format);
        Assert.Equal("model", checkpoint.Container);
        Assert.Equal("module.", checkpoint.StrippedPrefix);
        Assert.Equal(["whole", "transposed", "row", "half", "long", "scalar", "empty", "parameter"], checkpoint.Entries.Keys);
        Assert.Equal(new Dictionary<string, int> { ["F32"] = 5, ["F16"] = 1, ["I64"] = 1, ["F64"] = 1 }, checkpoint.ElementTypes);

        Assert.Equal([0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f], checkpoint.Load("whole").data<float>().ToArray());
        Assert.Equal([0, 1, 2, 0.25f, 1.25f, 2.25f, 0.5f, 1.5f, 2.5f, 0.75f, 1.75f, 2.75f], checkpoint.Load("transposed").data<float>().ToArray());
        Assert.Equal([4, 3], checkpoint.Load("transposed").shape);
        Assert.Equal([2, 2.25f, 2.5f, 2.75f], checkpoint.Load("row").data<float>().ToArray());
        Assert.Equal([1f, -2f], checkpoint.Load("half").to(ScalarType.Float32).data<float>().ToArray());
        Assert.Equal([-5, 1L << 40], checkpoint.Load("long").data<long>().ToArray());
        Assert.Equal(2.5, checkpoint.Load("scalar").item<double>());
        Assert.Equal([0, 4], checkpoint.Load("empty").shape);
        Assert.Equal([1f, 2f], checkpoint.Load("parameter").data<float>().ToArray());
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void TensorsAreReadIntoOthersOfAnotherType(string kind)
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Open(Bytes(Checkpoints.Training(), kind));
        var floats = zeros(2);
        checkpoint.Read("half", floats);
        Assert.Equal([1f, -2f], floats.data<float>().ToArray());
        var columns = zeros(4, 3);
        checkpoint.Read("transposed", columns);
        Assert.Equal(2.75f, columns[3, 2].item<float>());
        var scalar = zeros([]);
        checkpoint.Read("scalar", scalar);
        Assert.Equal(2.5f, scalar.item<float>());
    }

    [Theory]
    [InlineData("model")]
    [InlineData("state_dict")]
    [InlineData("model_state_dict")]
    [InlineData("module")]
    public void WeightsAreFoundWhereTrainingKeepsThem(string container)
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["epoch"] = 3, [container] = new Dictionary<string, object?> { ["x"] = file.Floats(1) } };
        using var checkpoint = Open(file.ToZip());
        Assert.Equal(container, checkpoint.Container);
        Assert.Equal("x", Assert.Single(checkpoint.Entries).Key);
    }

    [Fact]
    public void ABareStateDictHasNoContainer()
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["_orig_mod.module.x"] = file.Floats(1), ["_orig_mod.module.y"] = file.Floats(2) };
        using var checkpoint = Open(file.ToZip());
        Assert.Null(checkpoint.Container);
        Assert.Equal("_orig_mod.module.", checkpoint.StrippedPrefix);
        Assert.Equal(["x", "y"], checkpoint.Entries.Keys);
    }

    [Fact]
    public void APrefixThatNotAllKeysHaveStays()
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["module.x"] = file.Floats(1), ["y"] = file.Floats(2) };
        using var checkpoint = Open(file.ToZip());
        Assert.Equal(["module.x", "y"], checkpoint.Entries.Keys);
    }

    [Theory]
    [InlineData("model_ema", "module")]
    [InlineData("model_ema", "state_dict")]
    [InlineData("state_dict_ema", null)]
    public void TheMovingAverageIsTakenOnRequest(string name, string? nested)
    {
        var file = new TorchFile();
        var average = new Dictionary<string, object?> { ["x"] = file.Floats(2) };
        file.Root = new Dictionary<string, object?>
        {
            ["model"] = new Dictionary<string, object?> { ["x"] = file.Floats(1) },
            [name] = nested is null ? average : new Dictionary<string, object?> { ["decay"] = 0.99, [nested] = average },
        };
        using var scope = NewDisposeScope();
        using (var plain = Open(file.ToZip()))
            Assert.Equal(1f, plain.Load("x").item<float>());
        using var ema = Open(file.ToZip(), average: true);
        Assert.Equal(2f, ema.Load("x").item<float>());
        Assert.Equal(nested is null ? name : $"{name}/{nested}", ema.Container);
    }

    [Fact]
    public void AMissingAverageIsSaidToBeMissing()
    {
        var error = Assert.Throws<CheckpointFormatException>(() => Open(Checkpoints.Training().ToZip(), average: true));
        Assert.Contains("keeps no moving average", error.Message);
        Assert.Contains("'model' (a dictionary of 8)", error.Message);
        Assert.Contains("only files of PyTorch", Assert.Throws<CheckpointFormatException>(() => Open(Checkpoints.Safetensors(), average: true)).Message);
    }

    [Fact]
    public void ATorchScriptArchiveIsReadByThePathsOfItsModules()
    {
        using var scope = NewDisposeScope();
        using var checkpoint = Open(Checkpoints.Script().ToScript());
        Assert.Equal("TorchScript archive", checkpoint.Format);
        Assert.Equal(["logit_scale", "context_length", "visual.proj", "visual.conv1.weight"], checkpoint.Entries.Keys);
        Assert.Equal(77, checkpoint.Load("context_length").item<long>());
        Assert.Equal([2, 1, 2, 2], checkpoint.Load("visual.conv1.weight").shape);
    }

    [Fact]
    public void AModulePickledWholeIsReadWithoutItsClass()
    {
        var file = new TorchFile();
        Call Module(Dictionary<string, object?> parameters, Dictionary<string, object?> modules) => new(new Global("networks", "Net"), [],
            new Dictionary<string, object?> { ["training"] = true, ["_parameters"] = parameters, ["_buffers"] = new Dictionary<string, object?>(), ["_modules"] = modules });
        file.Root = new Dictionary<string, object?>
        {
            ["model"] = Module(new() { ["pos_embed"] = file.Floats(1) }, new() { ["head"] = Module(new() { ["weight"] = file.Floats(2, 3) }, []) }),
        };
        using var checkpoint = Open(file.ToLegacy());
        Assert.Equal(["pos_embed", "head.weight"], checkpoint.Entries.Keys);
    }

    [Fact]
    public void ATensorMadeByAnUnknownFunctionIsAnErrorOnlyWhenItIsAskedFor()
    {
        using var scope = NewDisposeScope();
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["x"] = file.Floats(1), ["y"] = new Call(new Global("os", "system"), ["touch /tmp/pwned"]) };
        using var checkpoint = Open(file.ToZip());
        Assert.Equal(1f, checkpoint.Load("x").item<float>());
        Assert.Contains("'y' is made by os.system", Assert.Throws<CheckpointFormatException>(() => checkpoint.Load("y")).Message);
    }

    [Fact]
    public void LegacyStoragesMayBePartsOfOthers()
    {
        using var scope = NewDisposeScope();
        var file = new TorchFile();
        // Elements 1 to 3 of five, under a name of their own; the tensor leaves out the first of those.
        var id = (object?[])file.Storage("FloatStorage", new float[] { 1, 2, 3, 4, 5 }).Id!;
        var part = new PickleWriter.Persistent((object?[])[.. id, new object?[] { "part", 1L, 3L }]);
        file.Root = new Dictionary<string, object?> { ["x"] = TorchFile.Tensor(part, [2], offset: 1) };
        using var checkpoint = Open(file.ToLegacy());
        Assert.Equal([3f, 4f], checkpoint.Load("x").data<float>().ToArray());
    }

    [Theory]
    [InlineData(11, 2, 1, 12)]
    [InlineData(0, 2, 12, 12)]
    [InlineData(-1, 2, 1, 12)]
    [InlineData(0, -2, 1, 12)]
    [InlineData(0, 2, -1, 12)]
    [InlineData(long.MaxValue, 2, 1, 12)]
    [InlineData(0, long.MaxValue, long.MaxValue, 12)]
    [InlineData(0, 13, 1, 12)]
    public void ATensorOutsideItsStorageIsRefused(long offset, long side, long stride, int elements)
    {
        foreach (var legacy in new[] { false, true })
        {
            var file = new TorchFile();
            file.Root = new Dictionary<string, object?> { ["x"] = TorchFile.Tensor(file.Storage("FloatStorage", new float[elements]), [side], [stride], offset) };
            var error = Assert.Throws<CheckpointFormatException>(() => Open(legacy ? file.ToLegacy() : file.ToZip()));
            Assert.Contains("at byte", error.Message);
            Assert.Contains("Reduce", error.Message);
        }
    }

    [Fact]
    public void AViewThatRepeatsAStorageBeyondReasonIsRefusedBeforeAnythingIsAllocated()
    {
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["x"] = TorchFile.Tensor(file.Storage("FloatStorage", new float[4]), [1L << 40, 4], [0, 1]) };
        using var checkpoint = Open(file.ToZip());
        Assert.Contains("repeats", Assert.Throws<CheckpointFormatException>(() => checkpoint.Load("x")).Message);
    }

    [Fact]
    public void AnExpandedTensorIsRead()
    {
        using var scope = NewDisposeScope();
        var file = new TorchFile();
        file.Root = new Dictionary<string, object?> { ["x"] = TorchFile.Tensor(file.Storage("FloatStorage", new float[] { 1, 2 }), [3, 2], [0, 1]) };
        using var checkpoint = Open(file.ToZip());
        Assert.Equal([1, 2, 1, 2, 1, 2], checkpoint.Load("x").data<float>().ToArray());
    }

    [Fact]
    public void BigEndianFilesAreRefused()
    {
        Assert.Contains("big", Assert.Throws<CheckpointFormatException>(() => Open(Checkpoints.Training().ToZip(byteOrder: "big"))).Message);
        Assert.Contains("big-endian", Assert.Throws<CheckpointFormatException>(() => Open(Checkpoints.Training().ToLegacy(littleEndian: false))).Message);
        using var old = Open(Checkpoints.Training().ToZip(byteOrder: null));
        Assert.Equal(8, old.Entries.Count);
    }

    [Theory]
    [InlineData("zip")]
    [InlineData("legacy")]
    [InlineData("script")]
    [InlineData("safetensors")]
    public void AFileThatIsCutOffIsRefusedWhereverItIsCut(string kind)
    {
        var whole = kind switch
        {
            "legacy" => Checkpoints.Training().ToLegacy(),
            "script" => Checkpoints.Script().ToScript(),
            "safetensors" => Checkpoints.Safetensors(),
            _ => Checkpoints.Training().ToZip(),
        };
        for (var percent = 0; percent < 100; percent++)
        {
            var error = Assert.Throws<CheckpointFormatException>(() => Open(whole[..(whole.Length * percent / 100)]));
            Assert.Contains("model.pth", error.Message);
        }
    }

    [Fact]
    public void FilesWithoutWeightsSayWhatTheyHold()
    {
        Assert.Contains("it holds a dictionary with 'encoder' (a dictionary of 1), 'epoch' (a number)", Refused(file => new Dictionary<string, object?>
        {
            ["encoder"] = new Dictionary<string, object?> { ["x"] = file.Floats(1) }, ["epoch"] = 3,
        }));
        Assert.Contains("it holds a tensor [1]", Refused(file => file.Floats(1)));
        Assert.Contains("an object of networks.Net", Refused(_ => new Call(new Global("networks", "Net"), [])));

        string Refused(Func<TorchFile, object?> root)
        {
            var file = new TorchFile();
            file.Root = root(file);
            return Assert.Throws<CheckpointFormatException>(() => Open(file.ToZip())).Message;
        }
    }

    private static byte[] Bytes(TorchFile file, string kind) => kind switch
    {
        "legacy" => file.ToLegacy(),
        "zip64" => file.ToZip(zip64: true),
        _ => file.ToZip(deflate: kind == "deflated zip"),
    };

    private Checkpoint Open(byte[] file, bool average = false)
    {
        var path = Path.Combine(_folder, "model.pth");
        File.WriteAllBytes(path, file);
        return Checkpoint.Open(path, average);
    }
}
