using Microsoft.ML.Data;
using Microsoft.ML.VisionTransformers.Tests.Drawing;

namespace Microsoft.ML.VisionTransformers.Tests.Catalog;

public sealed class LoadImageFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MLContext _context = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lists_images_in_order_with_the_folder_under_the_root_as_label()
    {
        foreach (var name in new[] { "dog/b.JPG", "dog/a.png", "cat/deep/down/x.webp", "cat/notes.txt", "cat/.hidden.png", "loose.gif", "z.bmp" })
            _folder.Write(name, []);
        var view = _context.Data.LoadImageFolder(_folder.Path);
        Assert.Equal(["ImagePath", "Label"], view.Schema.Select(c => c.Name));
        Assert.All(view.Schema, c => Assert.Equal(TextDataViewType.Instance, c.Type));
        Assert.Equal(5, view.GetRowCount());
        Assert.Equal(["cat/deep/down/x.webp", "dog/a.png", "dog/b.JPG", "loose.gif", "z.bmp"],
            view.GetColumn<string>("ImagePath").Select(p => Path.GetRelativePath(_folder.Path, p)));
        Assert.Equal(["cat", "dog", "dog", "", ""], view.GetColumn<string>("Label"));
    }

    [Fact]
    public void Paths_are_full_whatever_was_given()
    {
        _folder.Write("a.png", []);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, _folder.Path);
        Assert.True(Path.IsPathFullyQualified(_context.Data.LoadImageFolder(relative).GetColumn<string>("ImagePath").Single()));
    }

    [Fact]
    public void Says_when_there_is_nothing()
    {
        Assert.Throws<DirectoryNotFoundException>(() => _context.Data.LoadImageFolder(Path.Combine(_folder.Path, "nowhere")));
        _folder.Write("readme.txt", []);
        Assert.Contains(".webp", Assert.Throws<InvalidOperationException>(() => _context.Data.LoadImageFolder(_folder.Path)).Message);
    }
}
