using System.Globalization;
using Microsoft.ML.Data;

namespace Microsoft.ML.VisionTransformers.Scoring;

/// <summary>A type that values of labels can have, and how they are written to a saved model.</summary>
internal abstract class LabelValueType(string name, PrimitiveDataViewType type)
{
    private static readonly LabelValueType[] s_all =
    [
        new LabelValueType<ReadOnlyMemory<char>>("Text", TextDataViewType.Instance, v => v.ToString(), t => t.AsMemory()),
        Of<bool>("Boolean", BooleanDataViewType.Instance),
        Of<sbyte>("SByte", NumberDataViewType.SByte),
        Of<byte>("Byte", NumberDataViewType.Byte),
        Of<short>("Int16", NumberDataViewType.Int16),
        Of<ushort>("UInt16", NumberDataViewType.UInt16),
        Of<int>("Int32", NumberDataViewType.Int32),
        Of<uint>("UInt32", NumberDataViewType.UInt32),
        Of<long>("Int64", NumberDataViewType.Int64),
        Of<ulong>("UInt64", NumberDataViewType.UInt64),
        Of<float>("Single", NumberDataViewType.Single),
        Of<double>("Double", NumberDataViewType.Double),
        Of<DateTime>("DateTime", DateTimeDataViewType.Instance),
        Of<DateTimeOffset>("DateTimeOffset", DateTimeOffsetDataViewType.Instance),
        Of<TimeSpan>("TimeSpan", TimeSpanDataViewType.Instance),
    ];

    public string Name => name;

    public PrimitiveDataViewType Type => type;

    public static LabelValueType? Find(DataViewType type) => s_all.FirstOrDefault(t => t.Type.Equals(type));

    public static LabelValueType? Find(string? name) => s_all.FirstOrDefault(t => t.Name == name);

    /// <summary>The key values of a label column.</summary>
    public abstract LabelNames Read(DataViewSchema.Column label, int count);

    /// <summary>Values from their text; null is the type's default.</summary>
    public abstract LabelNames Parse(string?[] texts);

    private static LabelValueType<T> Of<T>(string name, PrimitiveDataViewType type) where T : IParsable<T> => new(name, type,
        value => value switch
        {
            DateTime or DateTimeOffset => ((IFormattable)value).ToString("O", CultureInfo.InvariantCulture),
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        },
        text => typeof(T) == typeof(DateTime)
            ? (T)(object)DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : T.Parse(text, CultureInfo.InvariantCulture));
}

/// <inheritdoc cref="LabelValueType"/>
internal sealed class LabelValueType<T>(string name, PrimitiveDataViewType type, Func<T, string> format, Func<string, T> parse)
    : LabelValueType(name, type) where T : notnull
{
    public string Format(T value) => format(value);

    public override LabelNames Read(DataViewSchema.Column label, int count)
    {
        VBuffer<T> values = default;
        label.Annotations.GetValue(ScoreAnnotations.KeyValues, ref values);
        return new LabelValues<T>(this, values.DenseValues().ToArray());
    }

    public override LabelNames Parse(string?[] texts) => new LabelValues<T>(this, texts.Select(t => t is null ? default! : parse(t)).ToArray());
}
