using Microsoft.ML.VisionTransformers.Modules;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Tests.Training;

/// <summary>The smallest network that classifies images: one linear layer, with a token to exempt from weight decay.</summary>
internal sealed class TinyNetwork : nn.Module<Tensor, Tensor>, ITrainable
{
    private readonly Linear head;
    private readonly Parameter cls_token;

    public TinyNetwork(long values, long classes)
        : base(nameof(TinyNetwork))
    {
        head = nn.Linear(values, classes);
        cls_token = new Parameter(torch.zeros(1, 1, classes));
        nn.init.zeros_(head.weight);
        nn.init.zeros_(head.bias);
        RegisterComponents();
    }

    public int LayerCount => 1;

    public int LayerId(string parameterName) => parameterName == nameof(cls_token) ? 0 : 1;

    public bool SkipsWeightDecay(string parameterName) => parameterName == nameof(cls_token);

    public void SeedDropPath(long seed)
    {
    }

    public override Tensor forward(Tensor images) => head.call(images.flatten(1)) + cls_token[0];
}
