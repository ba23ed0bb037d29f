using TorchSharp;
using Microsoft.ML.VisionTransformers.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Clip;

/// <summary>
/// The first values of OpenAI's code: for the text tower normal distributions whose width follows the layer's and the depth's; the image
/// tower's blocks stay as PyTorch makes them. Norms begin as the identity.
/// </summary>
internal static class ClipInitialization
{
    // Similarities are multiplied with 1 / 0.07 at first, the temperature of earlier contrastive learning (Wu et al., 2018).
    private static readonly double s_logitScale = Math.Log(1 / 0.07);

    public static void Apply(ClipNetwork network, ClipConfiguration configuration, long seed)
    {
        using var generator = new Generator(unchecked((ulong)seed));
        using (no_grad())
            network.LogitScale.fill_(s_logitScale);
        foreach (var (name, parameter) in network.named_parameters())
        {
            if (name.StartsWith("visual.", StringComparison.Ordinal))
                Image(name["visual.".Length..], parameter, configuration.VisionTower, generator);
            else
                Text(name, parameter, configuration.TextTower, generator);
        }
    }

    private static void Image(string name, Tensor parameter, ClipTowerSizes tower, Generator generator)
    {
        if (name is "class_embedding" or "positional_embedding" or "proj")
            Initialization.Normal(parameter, Math.Pow(tower.Width, -0.5), generator);
        else if (name.EndsWith("in_proj_weight", StringComparison.Ordinal))
            Initialization.XavierUniform(parameter, tower.Width, 3 * tower.Width, generator);
        else if (name == "conv1.weight" || name.EndsWith("out_proj.weight", StringComparison.Ordinal) || name.Contains(".mlp.", StringComparison.Ordinal))
            Initialization.Uniform(parameter, 1 / Math.Sqrt(FanIn(name, parameter, tower)), generator);
        else if (name.EndsWith("out_proj.bias", StringComparison.Ordinal))
            Initialization.Zero(parameter);
    }

    private static void Text(string name, Tensor parameter, ClipTowerSizes tower, Generator generator)
    {
        var width = Math.Pow(tower.Width, -0.5);
        // Each block adds to the sum twice, which is to keep its variance.
        var residual = width * Math.Pow(2 * tower.Layers, -0.5);
        switch ($".{name}".Split('.')[^2..])
        {
            case [_, "positional_embedding"]:
                Initialization.Normal(parameter, 0.01, generator);
                break;
            case [_, "text_projection"]:
                Initialization.Normal(parameter, width, generator);
                break;
            case ["token_embedding", _]:
                Initialization.Normal(parameter, 0.02, generator);
                break;
            case [_, "in_proj_weight"]:
                Initialization.Normal(parameter, width, generator);
                break;
            case ["c_fc", "weight"]:
                Initialization.Normal(parameter, Math.Pow(2 * tower.Width, -0.5), generator);
                break;
            case ["out_proj" or "c_proj", "weight"]:
                Initialization.Normal(parameter, residual, generator);
                break;
            case ["c_fc" or "c_proj", "bias"]:
                Initialization.Uniform(parameter, 1 / Math.Sqrt(FanIn(name, parameter, tower)), generator);
                break;
            case ["out_proj", "bias"]:
                Initialization.Zero(parameter);
                break;
        }
    }

    /// <summary>Inputs of the layer that a weight or bias belongs to.</summary>
    private static double FanIn(string name, Tensor parameter, ClipTowerSizes tower) => parameter.shape switch
    {
        [_] => name.Contains("c_proj", StringComparison.Ordinal) ? tower.MlpDim : tower.Width,
        [_, var inputs] => inputs,
        [_, .. var kernel] => kernel.Aggregate((a, b) => a * b),
        _ => throw new ArgumentException($"{name} has no inputs."),
    };
}
