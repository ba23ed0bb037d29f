using TorchSharp;
using Microsoft.ML.VisionTransformers.Architectures;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Pretraining.Mixture;

/// <summary>Tokens of a moving average of the network that is trained, which sees the whole image.</summary>
internal sealed class TeacherTokens : ITokenSource
{
    private readonly MaskedNetwork _teacher;
    private readonly WeightAverage _average;

    /// <param name="student">The network that is trained; the teacher starts as its copy.</param>
    /// <param name="decay">Of the average.</param>
    /// <param name="device">Where the student is.</param>
    public TeacherTokens(MaskedNetwork student, double decay, Device device)
    {
        _teacher = ((MaskedNetwork)NetworkFactory.Create(student.Configuration)).to(device);
        _teacher.eval();
        foreach (var parameter in _teacher.parameters())
            parameter.requires_grad = false;
        // The decoder is not asked, so there is nothing to keep of it.
        var encoder = _teacher.state_dict().Where(pair => pair.Key != "mask_token" && !pair.Key.StartsWith("decoder_", StringComparison.Ordinal)).ToDictionary();
        using var guard = no_grad();
        foreach (var (name, weight) in student.state_dict().Where(pair => encoder.ContainsKey(pair.Key)))
            encoder[name].copy_(weight);
        _average = new WeightAverage(student, decay, encoder);
    }

    public int Width => _teacher.Configuration.EncoderDim;

    public Tensor Tokens(Tensor images)
    {
        using var guard = no_grad();
        using var scope = NewDisposeScope();
        var (tokens, configuration) = (_teacher.forward_features(images), _teacher.Configuration);
        return tokens.narrow(1, configuration.PrefixTokens, configuration.Grid.Count).MoveToOuterDisposeScope();
    }

    public IReadOnlyDictionary<string, Tensor> State => _average.Weights;

    public void AfterStep(long step) => _average.Update(step);

    public void Dispose() => _teacher.Dispose();
}
