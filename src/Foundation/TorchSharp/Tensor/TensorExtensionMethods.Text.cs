using System.Globalization;

namespace TorchSharp;

public static partial class TensorExtensionMethods
{
    public static string metastr(this torch.Tensor tensor) => TensorText.Facts(tensor);

    public static string str(this torch.Tensor tensor, string fltFormat = null, int? width = null, string newLine = null, CultureInfo cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
        => TensorText.Of(tensor, style, fltFormat, newLine, cultureInfo);

    public static string jlstr(this torch.Tensor tensor, string fltFormat = null, int? width = null, string newLine = null, CultureInfo cultureInfo = null)
        => TensorText.Of(tensor, TensorStringStyle.Julia, fltFormat, newLine, cultureInfo);

    public static string npstr(this torch.Tensor tensor, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null)
        => TensorText.Of(tensor, TensorStringStyle.Numpy, fltFormat, newLine, cultureInfo);

    public static string cstr(this torch.Tensor tensor, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null)
        => TensorText.Of(tensor, TensorStringStyle.CSharp, fltFormat, newLine, cultureInfo);

    public static torch.Tensor print(this torch.Tensor t, string fltFormat = "g5", int? width = 100, string newLine = null, CultureInfo cultureInfo = null, TensorStringStyle style = TensorStringStyle.Default)
    {
        Console.WriteLine(t.str(fltFormat, width, newLine, cultureInfo, style));
        return t;
    }
}
