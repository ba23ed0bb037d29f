using System.Globalization;

namespace TorchSharp;

public static partial class torch
{
    public const TensorStringStyle julia = TensorStringStyle.Julia;
    public const TensorStringStyle numpy = TensorStringStyle.Numpy;
    public const TensorStringStyle csharp = TensorStringStyle.CSharp;

    public static TensorStringStyle TensorStringStyle { get; set; } = TensorStringStyle.Julia;

    public partial class Tensor
    {
        public override string ToString() => TensorText.Facts(this);

        public string ToString(bool disamb, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null)
            => disamb ? TensorText.Of(this, TensorStringStyle.Default, fltFormat, newLine, cultureInfo) : ToString();

        public string ToString(TensorStringStyle style, string fltFormat = null, int? width = null, CultureInfo cultureInfo = null, string newLine = null)
            => TensorText.Of(this, style, fltFormat, newLine, cultureInfo);
    }
}
