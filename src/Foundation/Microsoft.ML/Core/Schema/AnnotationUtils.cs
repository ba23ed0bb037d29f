namespace Microsoft.ML.Data;

/// <summary>The kinds of annotations the library knows, and their types.</summary>
internal static class AnnotationUtils
{
    /// <summary>The names of annotations.</summary>
    public static class Kinds
    {
        public const string SlotNames = "SlotNames";
        public const string KeyValues = "KeyValues";
        public const string TrainingLabelValues = "TrainingLabelValues";
        public const string ScoreColumnSetId = "ScoreColumnSetId";
        public const string ScoreColumnKind = "ScoreColumnKind";
        public const string ScoreValueKind = "ScoreValueKind";
        public const string IsNormalized = "IsNormalized";
        public const string IsUserVisible = "IsUserVisible";
        public const string CategoricalSlotRanges = "CategoricalSlotRanges";
        public const string HasMissingValues = "HasMissingValues";
    }

    /// <summary>Values of the annotations on scored columns.</summary>
    public static class Const
    {
        public static class ScoreColumnKind
        {
            public const string BinaryClassification = "BinaryClassification";
            public const string MulticlassClassification = "MulticlassClassification";
            public const string Regression = "Regression";
            public const string Ranking = "Ranking";
            public const string Clustering = "Clustering";
            public const string AnomalyDetection = "AnomalyDetection";
        }

        public static class ScoreValueKind
        {
            public const string Score = "Score";
            public const string PredictedLabel = "PredictedLabel";
            public const string Probability = "Probability";
        }
    }

    public static KeyDataViewType ScoreColumnSetIdType { get; } = new(typeof(uint), int.MaxValue);

    public static VectorDataViewType GetNamesType(int size) => new(TextDataViewType.Instance, size);

    /// <summary>Ranges of slots, each a first and a last one.</summary>
    public static VectorDataViewType GetCategoricalType(int rangeCount) => new(NumberDataViewType.Int32, rangeCount, 2);

    /// <summary>Shapes of the annotations of a trainer's output column.</summary>
    public static SchemaShape.Column[] GetTrainerOutputAnnotation(bool isNormalized = false)
    {
        var columns = new List<SchemaShape.Column>
        {
            new(Kinds.ScoreColumnSetId, SchemaShape.Column.VectorKind.Scalar, NumberDataViewType.UInt32, true),
            new(Kinds.ScoreColumnKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
            new(Kinds.ScoreValueKind, SchemaShape.Column.VectorKind.Scalar, TextDataViewType.Instance, false),
        };
        if (isNormalized)
            columns.Add(new SchemaShape.Column(Kinds.IsNormalized, SchemaShape.Column.VectorKind.Scalar, BooleanDataViewType.Instance, false));
        return [.. columns];
    }

    /// <summary>Slot names of exactly this many slots.</summary>
    public static bool HasSlotNames(this DataViewSchema.Column column, int vectorSize) =>
        vectorSize > 0
        && column.Annotations.Schema.GetColumnOrNull(Kinds.SlotNames)?.Type is VectorDataViewType { ItemType: TextDataViewType } names
        && names.Size == vectorSize;

    public static bool HasSlotNames(this SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Vector
        && column.Annotations.TryFindColumn(Kinds.SlotNames, out var names)
        && names.Kind == SchemaShape.Column.VectorKind.Vector && names.ItemType is TextDataViewType;

    public static bool HasKeyValues(this SchemaShape.Column column) =>
        column.IsKey
        && column.Annotations.TryFindColumn(Kinds.KeyValues, out var values)
        && values.Kind == SchemaShape.Column.VectorKind.Vector && values.ItemType is TextDataViewType;

    public static bool IsNormalized(this SchemaShape.Column column) =>
        column.Annotations.TryFindColumn(Kinds.IsNormalized, out var flag)
        && flag.Kind == SchemaShape.Column.VectorKind.Scalar && flag.ItemType is BooleanDataViewType;

    /// <summary>The slot names, or as many empty ones.</summary>
    public static void GetSlotNamesOrEmpty(this DataViewSchema.Column column, int vectorSize, ref VBuffer<ReadOnlyMemory<char>> names)
    {
        if (column.HasSlotNames(vectorSize))
            column.Annotations.GetValue(Kinds.SlotNames, ref names);
        else
            names = VBufferEditor.Create(ref names, vectorSize, 0).Commit();
    }

    /// <summary>Ranges that are sorted, do not overlap and lie in the vector.</summary>
    public static bool TryGetCategoricalFeatureIndices(DataViewSchema.Column column, out int[] ranges)
    {
        ranges = null;
        if (column.Type is not VectorDataViewType { IsKnownSize: true } vector
            || column.Annotations.Schema.GetColumnOrNull(Kinds.CategoricalSlotRanges)?.Type is not VectorDataViewType { Size: > 0 } type
            || type.ItemType != NumberDataViewType.Int32 || type.Dimensions.Length != 2 || type.Dimensions[1] != 2)
            return false;
        VBuffer<int> values = default;
        column.Annotations.GetValue(Kinds.CategoricalSlotRanges, ref values);
        var found = values.DenseValues().ToArray();
        for (int i = 0, least = 0; i < found.Length; i += 2)
        {
            if (found[i] < least || found[i + 1] < found[i] || found[i + 1] >= vector.Size)
                return false;
            least = found[i + 1] + 1;
        }
        ranges = found;
        return true;
    }

    /// <summary>A set id that no column of the schema has yet.</summary>
    public static uint NextScoreColumnSetId(this DataViewSchema schema)
    {
        uint largest = 0;
        foreach (var column in schema)
        {
            if (column.Annotations.Schema.GetColumnOrNull(Kinds.ScoreColumnSetId)?.Type is not KeyDataViewType { RawType: var raw } || raw != typeof(uint))
                continue;
            uint id = 0;
            column.Annotations.GetValue(Kinds.ScoreColumnSetId, ref id);
            largest = Math.Max(largest, id);
        }
        return largest + 1;
    }
}
