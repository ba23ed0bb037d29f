namespace Microsoft.ML.Data;

/// <summary>The kinds of annotations the library knows, and their types.</summary>
internal static class AnnotationUtils
{
    /// <summary>The names of annotations.</summary>
    public static class Kinds
    {
        public const string SlotNames = "SlotNames";
        public const string KeyValues = "KeyValues";
        public const string ScoreValueKind = "ScoreValueKind";
        public const string IsNormalized = "IsNormalized";
        public const string CategoricalSlotRanges = "CategoricalSlotRanges";
    }

    /// <summary>Values of the annotations on scored columns.</summary>
    public static class Const
    {
        public static class ScoreValueKind
        {
            public const string Score = "Score";
            public const string PredictedLabel = "PredictedLabel";
            public const string Probability = "Probability";
        }
    }

    public static VectorDataViewType GetNamesType(int size) => new(TextDataViewType.Instance, size);

    /// <summary>Ranges of slots, each a first and a last one.</summary>
    public static VectorDataViewType GetCategoricalType(int rangeCount) => new(NumberDataViewType.Int32, rangeCount, 2);

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
}
