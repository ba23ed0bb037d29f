using System.Collections.Immutable;
using System.Numerics;
using Microsoft.ML.Data;

namespace Microsoft.ML.Transforms;

/// <summary>(value - offset) * scale, slot by slot.</summary>
internal sealed class AffineScaling(double[] scale, double[] offset, bool isVector, bool isSingle)
{
    public bool IsVector => isVector;
    public PrimitiveDataViewType ItemType => isSingle ? NumberDataViewType.Single : NumberDataViewType.Double;
    public int Slots => scale.Length;

    /// <summary>Slots that hold but one value (with fixed zero: but 0) are scaled to 0.</summary>
    public static AffineScaling FromRanges(SlotRanges ranges, bool fixZero, bool isVector, bool isSingle)
    {
        var (scale, offset) = (new double[ranges.Least.Length], new double[ranges.Least.Length]);
        for (var slot = 0; slot < scale.Length; slot++)
        {
            var (least, most) = (ranges.Least[slot], ranges.Most[slot]);
            if (least > most)
                continue;
            var width = fixZero ? Math.Max(Math.Abs(least), Math.Abs(most)) : most - least;
            scale[slot] = width > 0 ? 1 / width : 0;
            offset[slot] = fixZero || scale[slot] == 0 ? 0 : least;
        }
        return new AffineScaling(scale, offset, isVector, isSingle);
    }

    public NormalizingTransformer.NormalizerModelParametersBase ToModelParameters() => (isVector, isSingle) switch
    {
        (false, true) => new NormalizingTransformer.AffineNormalizerModelParameters<float>((float)scale[0], (float)offset[0]),
        (false, false) => new NormalizingTransformer.AffineNormalizerModelParameters<double>(scale[0], offset[0]),
        (true, true) => new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<float>>([.. scale.Select(v => (float)v)], [.. offset.Select(v => (float)v)]),
        _ => new NormalizingTransformer.AffineNormalizerModelParameters<ImmutableArray<double>>([.. scale], [.. offset]),
    };

    public Delegate MakeGetter(DataViewRow row, DataViewSchema.Column column) => isSingle
        ? Getter(row, column, Array.ConvertAll(scale, v => (float)v), Array.ConvertAll(offset, v => (float)v))
        : Getter(row, column, scale, offset);

    private Delegate Getter<T>(DataViewRow row, DataViewSchema.Column column, T[] scales, T[] offsets) where T : INumber<T>
    {
        if (!isVector)
            return ValueMapping.Scalar<T, T>(row, column, value => (value - offsets[0]) * scales[0]);
        var getter = row.GetGetter<VBuffer<T>>(column);
        var keepsZero = Array.TrueForAll(offsets, T.IsZero);
        VBuffer<T> source = default;
        ValueGetter<VBuffer<T>> scaling = (ref VBuffer<T> scaled) =>
        {
            getter(ref source);
            if (!keepsZero)
                source.CopyToDense(ref scaled);
            else
                source.CopyTo(ref scaled);
            var editor = VBufferEditor.CreateFromBuffer(ref scaled);
            for (var i = 0; i < editor.Values.Length; i++)
            {
                var slot = scaled.IsDense ? i : editor.Indices[i];
                editor.Values[i] = (editor.Values[i] - offsets[slot]) * scales[slot];
            }
            scaled = editor.Commit();
        };
        return scaling;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(isVector);
        writer.Write(isSingle);
        writer.Write(scale.Length);
        for (var slot = 0; slot < scale.Length; slot++)
        {
            writer.Write(scale[slot]);
            writer.Write(offset[slot]);
        }
    }

    public static AffineScaling Load(BinaryReader reader)
    {
        var (isVector, isSingle, slots) = (reader.ReadBoolean(), reader.ReadBoolean(), reader.ReadInt32());
        var (scale, offset) = (new double[slots], new double[slots]);
        for (var slot = 0; slot < slots; slot++)
            (scale[slot], offset[slot]) = (reader.ReadDouble(), reader.ReadDouble());
        return new AffineScaling(scale, offset, isVector, isSingle);
    }
}
