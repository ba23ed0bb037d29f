using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>What convolutions of all dimensions share: the kernel, its bias and their first values.</summary>
public abstract class Convolution : nn.Module<Tensor, Tensor>
{
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly Padding? _paddingType;
    private readonly long[] _dilation;
    private readonly long _groups;
    private readonly PaddingModes _mode;
    protected long input_channels;

    private protected Convolution(string name, long inChannels, long outChannels, long[] kernel, long[] stride, long[] padding, Padding? paddingType, long[] dilation,
        PaddingModes mode, long groups, bool bias, bool transposed, Device device, ScalarType? dtype) : base(name)
    {
        if (paddingType == Padding.Same && stride.Any(s => s != 1)) throw new ArgumentException("Padding.Same needs a stride of 1.", nameof(stride));
        if (transposed && mode != PaddingModes.Zeros) throw new ArgumentException("A transposed convolution pads with zeros only.", nameof(mode));
        input_channels = inChannels;
        (_stride, _padding, _paddingType, _dilation, _groups, _mode) = (stride, padding, paddingType, dilation, groups, mode);
        var shape = transposed ? new[] { inChannels, outChannels / groups } : new[] { outChannels, inChannels / groups };
        Kernel = new Parameter(empty(shape.Concat(kernel).ToArray(), dtype, device));
        if (bias) Offset = new Parameter(empty(outChannels, dtype, device));
        nn.init.ResetAffine(Kernel, Offset);
    }

    private protected Parameter Kernel
    {
        get => RegisteredParameter("weight");
        set => ReplaceRegistered("weight", value ?? throw new ArgumentNullException("weight"));
    }

    private protected Parameter Offset
    {
        get => RegisteredParameter("bias");
        set => ReplaceRegistered("bias", value);
    }

    /// <summary>Whether the input has the channels where they belong, with or without a batch dimension before them.</summary>
    protected bool ValidateShape(Tensor input, long dimensions)
    {
        var shape = input.shape;
        return shape.Length == dimensions + 2 && shape[1] == input_channels || shape.Length == dimensions + 1 && shape[0] == input_channels;
    }

    private protected Tensor Convolve(Tensor input, int dimensions)
    {
        if (!ValidateShape(input, dimensions))
            throw new ArgumentException($"{GetName()} expects {input_channels} channels and {dimensions} dimensions after them, with or without a batch dimension, but got [{string.Join(", ", input.shape)}].", nameof(input));
        if (_mode == PaddingModes.Zeros || _mode == PaddingModes.Constant)
            return _paddingType is { } type ? nn.functional.Convolve(input, Kernel, Offset, _stride, type, _dilation, _groups)
                : nn.functional.Convolve(input, Kernel, Offset, _stride, _padding, _dilation, _groups);
        using var padded = nn.functional.pad(input, BorderWidths(), _mode);
        return nn.functional.Convolve(padded, Kernel, Offset, _stride, new long[dimensions], _dilation, _groups);
    }

    /// <summary>What `pad` wants: the last dimension first, each one's width before and after.</summary>
    private long[] BorderWidths()
    {
        if (_paddingType is null) return _padding.Reverse().SelectMany(p => new[] { p, p }).ToArray();
        if (_paddingType == Padding.Valid) return new long[2 * _stride.Length];
        var kernel = Kernel.shape[2..];
        return Enumerable.Range(0, kernel.Length).Reverse().SelectMany(i => {
            var total = _dilation[i] * (kernel[i] - 1);
            return new[] { total / 2, total - total / 2 };
        }).ToArray();
    }

    private protected Tensor ConvolveTransposed(Tensor input, long[] outputPadding)
        => nn.functional.ConvolveTransposed(input, Kernel, Offset, _stride, _padding, outputPadding, _dilation, _groups);
}
