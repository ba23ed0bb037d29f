using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.VisionTransformers.Modules;

/// <summary>
/// The classifier of a linear probe on frozen features, <c>[B, D]</c> to <c>[B, K]</c>: batch norm without weights of its own brings features of
/// any scale into the range that one learning rate suits (He et al., 2022, appendix A.1). Its children are named as those of a sequence, which the
/// official code has here.
/// </summary>
internal sealed class ProbeHead : nn.Module<Tensor, Tensor>
{
    [ComponentName(Name = "0")]
    private readonly BatchNorm1d _norm;

    [ComponentName(Name = "1")]
    private readonly Linear _classifier;

    public ProbeHead(long features, long classes) : base(nameof(ProbeHead))
    {
        _norm = nn.BatchNorm1d(features, 1e-6, 0.1, false);
        _classifier = Initialization.Linear(features, classes);
        RegisterComponents();
    }

    public Linear Classifier => _classifier;

    public override Tensor forward(Tensor features)
    {
        // One image has no variance: it is normalised as when scoring, and tells nothing of the scale.
        var alone = training && features.shape[0] == 1;
        if (alone)
            _norm.eval();
        using var normalized = _norm.call(features);
        if (alone)
            _norm.train();
        return _classifier.call(normalized);
    }
}
