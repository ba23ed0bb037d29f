using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms;

[assembly: LoadableClass(typeof(AffineScaling), null, typeof(SignatureLoadModel), "Affine Normalizer", AffineScaling.LoaderSignature)]

namespace Microsoft.ML.Transforms;

/// <summary>(value - offset) * scale, slot by slot.</summary>
internal sealed class AffineScaling(double[] scale, double[] offset, bool isVector, bool isSingle) : ICanSaveModel
{
    public const string LoaderSignature = "AffineNormExec";

    private static VersionInfo Version => new("AFF NORM", 0x00010001, 0x00010001, 0x00010001, typeof(AffineScaling).Assembly.FullName, LoaderSignature);

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

    /// <summary>A part of the saved model of its own, with the numbers as text beside it to look at.</summary>
    public void Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version);
        ctx.Writer.Write(isVector);
        ctx.Writer.Write(isSingle);
        ctx.Writer.Write(scale.Length);
        for (var slot = 0; slot < scale.Length; slot++)
        {
            ctx.Writer.Write(scale[slot]);
            ctx.Writer.Write(offset[slot]);
        }
        ctx.SaveTextStream("AffineNormalizer.txt", writer =>
        {
            writer.WriteLine($"NumNormalizationFeatures={scale.Length}");
            for (var slot = 0; slot < scale.Length; slot++)
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{slot}\t{offset[slot]}\t{scale[slot]}"));
        });
    }

    private static AffineScaling Create(IHostEnvironment environment, ModelLoadContext ctx)
    {
        environment.CheckValue(ctx, nameof(ctx));
        ctx.CheckAtModel(Version);
        var (isVector, isSingle, slots) = (ctx.Reader.ReadBoolean(), ctx.Reader.ReadBoolean(), ctx.Reader.ReadInt32());
        var (scale, offset) = (new double[slots], new double[slots]);
        for (var slot = 0; slot < slots; slot++)
            (scale[slot], offset[slot]) = (ctx.Reader.ReadDouble(), ctx.Reader.ReadDouble());
        return new AffineScaling(scale, offset, isVector, isSingle);
    }
}
