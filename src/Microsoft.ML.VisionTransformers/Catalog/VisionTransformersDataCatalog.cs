using Microsoft.ML.VisionTransformers.Data;

namespace Microsoft.ML;

/// <summary>Sets of images as data views.</summary>
public static class VisionTransformersDataCatalog
{
    /// <summary>
    /// The images in a folder, one row each: <c>ImagePath</c> (text, the full path) and <c>Label</c> (text, the name of the folder right
    /// under <paramref name="path"/> that the image lies in, at whatever depth; empty for images that lie in <paramref name="path"/> itself).
    /// Rows are in the order of their paths, so that the same folder gives the same data everywhere. Files are only listed, not opened.
    /// </summary>
    /// <param name="catalog">The catalog of data operations.</param>
    /// <param name="path">The folder: one subfolder a class, or no subfolders for images to be scored.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidOperationException">There is no image in it; known are .jpg, .jpeg, .png, .bmp, .gif and .webp.</exception>
    public static IDataView LoadImageFolder(this DataOperationsCatalog catalog, string path)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog.LoadFromEnumerable(ImageFolder.List(path));
    }
}
