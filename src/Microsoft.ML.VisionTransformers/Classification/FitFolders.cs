namespace Microsoft.ML.VisionTransformers.Classification;

/// <summary>
/// Gives each set of images that a trainer is fitted to a folder of its own. Numbers go by the order of the sets: a cross-validation that was
/// killed and is started again finds each fold's training where it was.
/// </summary>
internal sealed class FitFolders
{
    private readonly List<long> _sets = [];

    /// <param name="root">The first set's folder; the others' are within.</param>
    /// <param name="fingerprint">Of the training images.</param>
    public string Of(string root, long fingerprint)
    {
        lock (_sets)
        {
            if (!_sets.Contains(fingerprint))
                _sets.Add(fingerprint);
            var number = _sets.IndexOf(fingerprint) + 1;
            return number == 1 ? root : Path.Combine(root, $"fit-{number}");
        }
    }
}
