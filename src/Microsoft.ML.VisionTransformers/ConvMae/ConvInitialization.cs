using TorchSharp;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.ConvMae;

/// <summary>First values of convolutions and biases, which the authors leave at PyTorch's; the rest is left to the network.</summary>
internal static class ConvInitialization
{
    /// <summary>Convolutions and their biases are uniform within 1 / sqrt(fan-in); other biases are 0.</summary>
    public static void Fill(nn.Module network, Generator generator)
    {
        var parameters = network.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (var (name, parameter) in parameters)
        {
            if (parameter.shape is [_, var channels, var height, var width])
                Initialization.Uniform(parameter, 1 / Math.Sqrt(channels * height * width), generator);
            else if (name.EndsWith(".bias", StringComparison.Ordinal))
                FillBias(parameter, parameters[name[..^".bias".Length] + ".weight"].shape, generator);
        }
    }

    private static void FillBias(Tensor bias, long[] weight, Generator generator)
    {
        if (weight is [_, var channels, var height, var width])
            Initialization.Uniform(bias, 1 / Math.Sqrt(channels * height * width), generator);
        else
            Initialization.Zero(bias);
    }
}
