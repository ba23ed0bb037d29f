using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Trainers;

[assembly: LoadableClass(typeof(KMeansModelParameters), null, typeof(SignatureLoadModel), "KMeans predictor", KMeansModelParameters.LoaderSignature)]

namespace Microsoft.ML.Trainers;

/// <summary>The centres of the groups; scores are squared distances from them.</summary>
public sealed class KMeansModelParameters : ModelParametersBase<VBuffer<float>>, IFeatureScorer
{
    internal const string LoaderSignature = "KMeansPredictor";

    private readonly float[][] _centres;

    private static VersionInfo Version => new("KMEANS  ", 0x00010001, 0x00010001, 0x00010001, typeof(KMeansModelParameters).Assembly.FullName, LoaderSignature);

    internal KMeansModelParameters(IHostEnvironment env, float[][] centres) : base(env, LoaderSignature) => _centres = centres;

    private static KMeansModelParameters Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(Version);
        var (count, dimension) = (ctx.Reader.ReadInt32(), ctx.Reader.ReadInt32());
        env.CheckDecode(count > 0 && dimension > 0 && (long)count * dimension * sizeof(float) <= ctx.Header.ModelSize);
        var centres = new float[count][];
        for (var i = 0; i < count; i++)
        {
            centres[i] = new float[dimension];
            for (var slot = 0; slot < dimension; slot++)
                centres[i][slot] = ctx.Reader.ReadSingle();
            env.CheckDecode(Array.TrueForAll(centres[i], float.IsFinite));
        }
        return new KMeansModelParameters(env, centres);
    }

    private protected override void SaveCore(ModelSaveContext ctx)
    {
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(_centres.Length);
        ctx.Writer.Write(_centres[0].Length);
        foreach (var value in _centres.SelectMany(centre => centre))
            ctx.Writer.Write(value);
    }

    int IFeatureScorer.FeatureCount => _centres[0].Length;

    int IFeatureScorer.ScoreCount => _centres.Length;

    void IFeatureScorer.Score(in VBuffer<float> features, Span<float> scores)
    {
        for (var i = 0; i < _centres.Length; i++)
            scores[i] = VectorArithmetic.SquaredDistance(features, _centres[i]);
    }

    /// <summary>Copies the centres; the buffers are reused where there are any.</summary>
    public void GetClusterCentroids(ref VBuffer<float>[] centroids, out int k)
    {
        k = _centres.Length;
        Array.Resize(ref centroids, Math.Max(centroids?.Length ?? 0, k));
        for (var i = 0; i < k; i++)
            VBuffer<float>.Copy(_centres[i], 0, ref centroids[i], _centres[i].Length);
    }
}
