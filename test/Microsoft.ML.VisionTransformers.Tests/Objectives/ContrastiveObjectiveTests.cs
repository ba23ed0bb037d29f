using Microsoft.ML.VisionTransformers.Clip;
using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Objectives;
using Microsoft.ML.VisionTransformers.Tests.Clip;
using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Objectives;

[Collection("Kernels")]
public class ContrastiveObjectiveTests
{
    private const int Count = 10;

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    public void PiecesGiveTheGradientOfTheWholeBatch(double dropPath)
    {
        using var scope = NewDisposeScope();
        using var network = new ClipNetwork(TinyClip.Configuration with { DropPathRate = dropPath }, seed: 5);
        network.train(true);
        var batch = Batch();

        manual_seed(11);
        var cached = new ContrastiveObjective(network, piece: 4).Compute(batch, training: true);
        cached.Backward();
        var pieces = Gradients(network);

        manual_seed(11);
        var (loss, plain) = (Reference(network, batch, [4, 4, 2]), Array.Empty<Tensor>());
        loss.backward();
        var whole = Gradients(network);
        Assert.Equal(loss.ToSingle(), cached.Loss.ToSingle(), 1e-6);
        Assert.All(whole.Zip(pieces), pair => AssertClose(pair.First, pair.Second));
        Assert.True(whole.Max(gradient => gradient.abs().max().ToSingle()) > 1e-3);

        // What is dropped matters, or the first assertion would prove nothing.
        network.eval();
        new ContrastiveObjective(network).Compute(batch, training: true).Backward();
        plain = Gradients(network);
        var difference = whole.Zip(plain).Max(pair => (pair.First - pair.Second).abs().max().ToSingle());
        Assert.True(dropPath == 0 ? difference < 1e-4 : difference > 1e-2);
    }

    [Fact]
    public void PiecesAndBlocksMayBothBeComputedAgain()
    {
        using var scope = NewDisposeScope();
        using var network = new ClipNetwork(TinyClip.Configuration with { DropPathRate = 0.4 }, seed: 5);
        network.train(true);
        var objective = new ContrastiveObjective(network, piece: 4);
        manual_seed(2);
        objective.Compute(Batch(), training: true).Backward();
        var kept = Gradients(network);
        foreach (var block in network.modules().OfType<IRecomputed>())
            block.Recomputes = true;
        manual_seed(2);
        objective.Compute(Batch(), training: true).Backward();
        Assert.All(kept.Zip(Gradients(network)), pair => AssertClose(pair.First, pair.Second));
    }

    [Fact]
    public void AWeightOfTheLossIsAWeightOfItsGradient()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var objective = new ContrastiveObjective(network, piece: 3);
        objective.Compute(Batch(), training: true).Backward();
        var once = Gradients(network);
        objective.Compute(Batch(), training: true).Backward(2.5);
        var more = Gradients(network);
        Assert.All(once.Zip(more), pair => AssertClose(pair.First * 2.5, pair.Second));
    }

    [Fact]
    public void ALockedTowerTakesNoGradientAndTheOtherTheSame()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        new ContrastiveObjective(network).Compute(Batch(), training: true).Backward();
        var all = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
        foreach (var (name, parameter) in network.named_parameters())
            (parameter.grad, parameter.requires_grad) = (null, !ClipNetwork.IsOfImageTower(name));

        new ContrastiveObjective(network, piece: 3).Compute(Batch(), training: true).Backward();
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (ClipNetwork.IsOfImageTower(name))
                Assert.Null(parameter.grad);
            else
                AssertClose(all[name], parameter.grad!);
        }
    }

    [Fact]
    public void CountsImagesWhoseNearestTextSaysTheSame()
    {
        using var scope = NewDisposeScope();
        using var network = TinyClip.Network();
        var batch = Batch();
        var (images, texts) = (ContrastiveLoss.Unit(network.encode_image(batch.Images)), ContrastiveLoss.Unit(network.encode_text(batch.Texts!)));
        var nearest = images.mm(texts.t()).argmax(1).data<long>().ToArray();
        var labels = batch.Labels.data<long>().ToArray();
        var expected = nearest.Where((text, image) => labels[text] == labels[image]).Count();
        Assert.Equal(expected, new ContrastiveObjective(network).Compute(batch, training: false).Correct!.ToInt64());
    }

    /// <summary>Within 1e-5, of the largest where that is above 1: norms behind small embeddings make their gradients long.</summary>
    private static void AssertClose(Tensor expected, Tensor actual)
        => Assert.True((expected - actual).abs().max().ToSingle() < 1e-5 * Math.Max(1, expected.abs().max().ToSingle()));

    private static Tensor Reference(ClipNetwork network, Batch batch, int[] sizes)
    {
        var seed = randint(int.MaxValue, [1], dtype: ScalarType.Int64).item<long>();
        List<Tensor> images = [], texts = [];
        var first = 0;
        for (var i = 0; i < sizes.Length; first += sizes[i++])
        {
            manual_seed(seed + i);
            network.SeedDropPath(seed + i);
            images.Add(network.encode_image(batch.Images.narrow(0, first, sizes[i])));
            texts.Add(network.encode_text(batch.Texts!.narrow(0, first, sizes[i])));
        }
        return ContrastiveLoss.Loss(cat(images), cat(texts), network.LogitScale, batch.Labels);
    }

    private static Tensor[] Gradients(ClipNetwork network) => [.. network.parameters().Select(parameter =>
    {
        var gradient = parameter.grad!.clone();
        parameter.grad = null;
        return gradient;
    })];

    /// <summary>Ten pairs, of which two have one text.</summary>
    private static Batch Batch()
    {
        using var generator = new Generator(3);
        var texts = new long[Count, 8];
        for (var i = 0; i < Count; i++)
            (texts[i, 0], texts[i, 1], texts[i, 2], texts[i, 3]) = (38, i == 7 ? 2 : i, 11, 39);
        return new Batch(randn([Count, 3, 16, 16], generator: generator), tensor(Enumerable.Range(0, Count).Select(i => i == 7 ? 2L : i).ToArray()), Count) { Texts = tensor(texts) };
    }
}
