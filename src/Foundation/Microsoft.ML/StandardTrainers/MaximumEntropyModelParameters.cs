using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(MaximumEntropyModelParameters), null, typeof(SignatureLoadModel), "Multiclass LR Executor", MaximumEntropyModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// <summary>A weight for each class and feature, and a bias for each class: the softmax of the classes' sums is their probability.</summary>
public sealed class MaximumEntropyModelParameters : ModelParametersBase<VBuffer<float>>, IFeatureScorer
{
    internal const string LoaderSignature = "MultiClassLRExec";

    private readonly float[][] _weights;
    private readonly float[] _biases;

    private static VersionInfo Version => new("MULTI LR", 0x00010001, 0x00010001, 0x00010001, typeof(MaximumEntropyModelParameters).Assembly.FullName, LoaderSignature);

    /// <param name="env">The trainer's.</param>
    /// <param name="weights">Of each class one a feature.</param>
    /// <param name="biases">Of each class one.</param>
    internal MaximumEntropyModelParameters(IHostEnvironment env, float[][] weights, float[] biases) : base(env, LoaderSignature)
    {
        _weights = weights;
        _biases = biases;
    }

    private static MaximumEntropyModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(Version);
        var (classes, features) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32());
        env.CheckDecode(classes > 1 && features > 0 && (long)classes * (features + 1L) * sizeof(float) <= ctx.Header.ModelSize);
        var biases = ReadSingles(classes);
        var weights = new float[classes][];
        for (var i = 0; i < classes; i++)
            weights[i] = ReadSingles(features);
        return new MaximumEntropyModelParameters(env, weights, biases);

        float[] ReadSingles(int count)
        {
            var values = new float[count];
            for (var i = 0; i < count; i++)
                values[i] = ctx.Reader.ReadSingle();
            env.CheckDecode(Array.TrueForAll(values, float.IsFinite));
            return values;
        }
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_weights.Length);
        ctx.Writer.Write(_weights[0].Length);
        foreach (var value in _biases.Concat(_weights.SelectMany(weights => weights)))
            ctx.Writer.Write(value);
    }

    int IFeatureScorer.FeatureCount => _weights[0].Length;

    int IFeatureScorer.ScoreCount => _weights.Length;

    void IFeatureScorer.Score(in VBuffer<float> features, Span<float> scores)
    {
        for (var i = 0; i < _weights.Length; i++)
            scores[i] = VectorArithmetic.Dot(features, _weights[i]) + _biases[i];
        VectorArithmetic.Softmax(scores);
    }

    /// <summary>One bias for each class.</summary>
    public IEnumerable<float> GetBiases() => _biases;

    /// <summary>One weight for each feature, class by class; the buffers are reused where there are any.</summary>
    public void GetWeights(ref VBuffer<float>[] weights, out int numClasses)
    {
        numClasses = _weights.Length;
        Array.Resize(ref weights, Math.Max(weights?.Length ?? 0, numClasses));
        for (var i = 0; i < numClasses; i++)
            VBuffer<float>.Copy(_weights[i], 0, ref weights[i], _weights[i].Length);
    }
}
