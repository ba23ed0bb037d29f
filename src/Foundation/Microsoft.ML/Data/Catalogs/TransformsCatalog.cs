using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

/// <summary>Data transformations, as extension methods of this and of the catalogs in it.</summary>
public sealed class TransformsCatalog : IInternalCatalog
{
    private readonly IHostEnvironment _environment;

    internal TransformsCatalog(IHostEnvironment environment)
    {
        Contracts.CheckValue(environment, nameof(environment));
        _environment = environment;
        Conversion = new ConversionTransforms(this);
        Text = new TextTransforms(this);
        Categorical = new CategoricalTransforms(this);
        FeatureSelection = new FeatureSelectionTransforms(this);
    }

    IHostEnvironment IInternalCatalog.Environment => _environment;

    public CategoricalTransforms Categorical { get; }
    public ConversionTransforms Conversion { get; }
    public FeatureSelectionTransforms FeatureSelection { get; }
    public TextTransforms Text { get; }

    public sealed class CategoricalTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _environment;

        internal CategoricalTransforms(TransformsCatalog owner) => _environment = owner._environment;

        IHostEnvironment IInternalCatalog.Environment => _environment;
    }

    public sealed class ConversionTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _environment;

        internal ConversionTransforms(TransformsCatalog owner) => _environment = owner._environment;

        IHostEnvironment IInternalCatalog.Environment => _environment;
    }

    public sealed class FeatureSelectionTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _environment;

        internal FeatureSelectionTransforms(TransformsCatalog owner) => _environment = owner._environment;

        IHostEnvironment IInternalCatalog.Environment => _environment;
    }

    public sealed class TextTransforms : IInternalCatalog
    {
        private readonly IHostEnvironment _environment;

        internal TextTransforms(TransformsCatalog owner) => _environment = owner._environment;

        IHostEnvironment IInternalCatalog.Environment => _environment;
    }
}
