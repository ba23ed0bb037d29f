using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Foundation.Tests.NN;

public class ModuleStateTests
{
    [Fact]
    public void TheErrorNamesMissingAndUnexpectedKeys()
    {
        using var linear = nn.Linear(2, 1);
        var error = Assert.Throws<InvalidOperationException>(() => linear.load_state_dict(new() { ["weight"] = ones(1, 2), ["extra"] = ones(1) }));
        Assert.Contains("bias", error.Message);
        Assert.Contains("extra", error.Message);
    }

    [Fact]
    public void SkippedKeysAreNeitherMissingNorCopied()
    {
        using var linear = nn.Linear(2, 1);
        using (no_grad()) linear.bias.fill_(7);
        linear.load_state_dict(new() { ["weight"] = ones(1, 2), ["bias"] = zeros(1) }, skip: new[] { "bias" });
        Assert.Equal(7, linear.bias.item<float>());
        Assert.Equal(new[] { 1f, 1f }, linear.weight.data<float>().ToArray());
    }

    [Fact]
    public void SavingSkipsAndLoadingReadsHalfPrecisionBack()
    {
        using var linear = nn.Linear(3, 2).to(ScalarType.BFloat16);
        var stream = new MemoryStream();
        linear.save(stream, skip: new[] { "bias" });
        using var other = nn.Linear(3, 2, hasBias: false, dtype: ScalarType.BFloat16);
        other.load(new MemoryStream(stream.ToArray()));
        Assert.True(other.weight.Equals(linear.weight));
    }

    [Fact]
    public void SharedParametersAreSavedUnderBothNames()
    {
        using var first = nn.Linear(2, 2, false);
        using var second = nn.Linear(2, 2, false);
        second.weight = first.weight;
        using var both = nn.Sequential(("a", first), ("b", second));
        Assert.Single(both.parameters());
        Assert.Equal(new[] { "a.weight", "b.weight" }, both.state_dict().Keys);
    }

    [Fact]
    public void AFileOfNonsenseIsRefused()
    {
        using var linear = nn.Linear(2, 1);
        var endless = Enumerable.Repeat((byte)0xff, 64).ToArray();
        Assert.Throws<InvalidDataException>(() => linear.load(new MemoryStream(endless)));
    }
}
