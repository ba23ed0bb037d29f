using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Turns values into keys by hashing, without learning.</summary>
public sealed class HashingEstimator : IEstimator<HashingTransformer>
{
    internal const int DefaultNumberOfBits = 31;
    internal const uint DefaultSeed = 314489979;

    /// <summary>How one column is hashed.</summary>
    public sealed class ColumnOptions
    {
        public ColumnOptions(string name, string inputColumnName = null, int numberOfBits = DefaultNumberOfBits, uint seed = DefaultSeed,
            bool useOrderedHashing = false, int maximumNumberOfInverts = 0, bool combine = false)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            if (maximumNumberOfInverts < -1)
                throw Contracts.ExceptParam(nameof(maximumNumberOfInverts), "Value too small, must be -1 or larger");
            if (maximumNumberOfInverts != 0 && numberOfBits >= 31)
                throw Contracts.ExceptParam(nameof(numberOfBits), $"Cannot support maximumNumberOfInverts for a {numberOfBits} bit hash. 30 is the maximum possible.");
            if (numberOfBits is < 1 or > 31)
                throw Contracts.ExceptParam(nameof(numberOfBits), "Hash bits should be between 1 and 31 inclusive");
            Name = name;
            InputColumnName = inputColumnName ?? name;
            NumberOfBits = numberOfBits;
            Seed = seed;
            UseOrderedHashing = useOrderedHashing;
            MaximumNumberOfInverts = maximumNumberOfInverts;
            Combine = combine;
        }

        public string Name { get; set; }
        public string InputColumnName { get; set; }
        public int NumberOfBits { get; set; }
        public uint Seed { get; set; }

        /// <summary>Whether a slot's position counts, too.</summary>
        public bool UseOrderedHashing { get; set; }

        /// <summary>How many original values to remember a key; -1 for all.</summary>
        public int MaximumNumberOfInverts { get; set; }

        /// <summary>One hash of a whole vector, not one a slot.</summary>
        public bool Combine { get; set; }
    }

    private readonly IHost _host;
    private readonly ColumnOptions[] _columns;

    internal HashingEstimator(IHostEnvironment environment, ColumnOptions[] columns)
    {
        Contracts.CheckValue(environment, "env");
        _host = environment.Register(nameof(HashingEstimator));
        _host.CheckNonEmpty(columns, nameof(columns));
        _columns = columns;
    }

    public HashingTransformer Fit(IDataView input)
    {
        _host.CheckValue(input, nameof(input));
        return new HashingTransformer(_host, _columns, input);
    }

    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        var shape = new ShapeOutput(_host, inputSchema);
        foreach (var column in _columns)
        {
            var source = shape.Find(column.InputColumnName);
            if (!ItemHashers.Exists(source.ItemType))
                throw _host.ExceptParam(nameof(inputSchema), HashingTransformer.ExpectedColumnType);
            var annotations = new List<SchemaShape.Column>();
            if (source.HasSlotNames() && !column.Combine)
                annotations.Add(ShapeOutput.Slots);
            if (column.MaximumNumberOfInverts != 0)
                annotations.Add(new SchemaShape.Column(AnnotationUtils.Kinds.KeyValues, SchemaShape.Column.VectorKind.Vector, TextDataViewType.Instance, false));
            shape.Set(new SchemaShape.Column(column.Name, column.Combine ? SchemaShape.Column.VectorKind.Scalar : source.Kind,
                NumberDataViewType.UInt32, true, new SchemaShape(annotations)));
        }
        return shape.ToShape();
    }
}
