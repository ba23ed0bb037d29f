using Microsoft.ML.VisionTransformers.Search;

namespace Microsoft.ML.VisionTransformers.Tests.Search;

public class NameListTests
{
    [Fact]
    public void Names_come_back_by_their_index()
    {
        var names = new NameList();
        foreach (var name in new[] { "", "ä", "two", "", "图" })
            names.Add(name);
        Assert.Equal(["", "ä", "two", "", "图"], Enumerable.Range(0, names.Count).Select(i => names[i]));
    }

    [Fact]
    public void A_name_without_room_changes_nothing()
    {
        var names = new NameList { Limit = 5 };
        names.Add("four");
        Assert.Contains("2 GiB", Assert.Throws<ArgumentException>(() => names.Add("ä")).Message);
        Assert.Equal((1, 4), (names.Count, names.Text.Length));
        names.Add("5");
        Assert.Equal(("four", "5"), (names[0], names[1]));
    }
}
