using Microsoft.ML.VisionTransformers.Data;
using Microsoft.ML.VisionTransformers.Images;
using Microsoft.ML.VisionTransformers.Modules;
using Microsoft.ML.VisionTransformers.Training;

namespace Microsoft.ML.VisionTransformers.Pretraining;

/// <summary>What is looked at after epochs of a pretraining, with the images that it takes.</summary>
internal sealed class PretrainingEvaluations : IDisposable
{
    private readonly List<BatchReader> _readers = [];
    private readonly List<IEpochEvaluation> _all = [];

    /// <param name="network">The network.</param>
    /// <param name="examples">The training images, with labels where they have some.</param>
    /// <param name="preprocessing">How they are prepared.</param>
    /// <param name="reading">How they are read: in order, as they are.</param>
    /// <param name="options">The training's.</param>
    /// <param name="seed">Chooses the images of probes.</param>
    /// <param name="warn">Told why there is no probe, if one was asked for.</param>
    public PretrainingEvaluations(MaskedNetwork network, IReadOnlyList<TrainingExample> examples, ImagePreprocessing preprocessing, BatchReaderSettings reading,
        MaskedPretrainingOptions options, int seed, Action<string> warn)
    {
        // Unlike a training's, these few images need not all be readable; and it would not pay to keep them until they are looked at again.
        reading = reading with { MaxBadImages = 1, CacheBytes = 0 };
        if (options.OutputFolder is not null && options.PictureEpochs > 0 && options.ReconstructsPixels)
        {
            var shown = reading with { BatchSize = ReconstructionPictures.Count };
            _all.Add(new ReconstructionPictures(network, Read([.. examples.Take(ReconstructionPictures.Count)], shown), preprocessing, options));
        }
        if (options.LabelColumnName is { } column && options.ProbeEpochs > 0)
        {
            if (NeighbourProbe.Choose(examples, options.ProbeImages, seed) is var (known, asked))
                _all.Add(new NeighbourProbe(network, Read(known, reading), Read(asked, reading), examples.Max(example => example.Label) + 1, options));
            else if (options.BestMetricName is not null || options.EarlyStoppingCriteria?.MetricName is not null)
                throw new ArgumentException($"{TooFew(column)} The training is to go by its metric, '{NeighbourProbe.Metric}': label more images, or let it go by the loss.");
            else
                warn(TooFew(column));
        }

        BatchReader Read(IReadOnlyList<TrainingExample> chosen, BatchReaderSettings settings)
        {
            var reader = new BatchReader(chosen, preprocessing, settings);
            _readers.Add(reader);
            return reader;
        }
    }

    public IReadOnlyList<IEpochEvaluation> All => _all;

    private static string TooFew(string column) => $"Too few images have a label in '{column}' for a probe: it takes at least three of a class.";

    public void Dispose() => _readers.ForEach(reader => reader.Dispose());
}
