using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Foundation.Tests.ML.Core;

public class RandomTests
{
    [Theory]
    [InlineData(1, new[] { 408, 466, 532, 933 })]
    [InlineData(7, new[] { 208, 91, 188, 583 })]
    public void HostsDrawWhatTheLibrarysDraw(int seed, int[] expected)
    {
        var random = ((IHostEnvironment)new MLContext(seed)).Register("A").Rand;
        Assert.Equal(expected, Enumerable.Range(0, 4).Select(_ => random.Next(1000)));
    }

    [Fact]
    public void RowIdsBranchWithoutMeeting()
    {
        // The first round over zeros leaves the additive constants: h1 = 0x52dce729, h2 = 5 * h1 + 0x38495ab5.
        var next = default(DataViewRowId).Next();
        Assert.Equal(0x52dce729UL, next.Low);
        Assert.Equal(5 * 0x52dce729UL + 0x38495ab5, next.High);
        var ids = new HashSet<DataViewRowId>();
        for (ulong i = 0; i < 100; i++)
        {
            var id = new DataViewRowId(i, 0);
            Assert.True(ids.Add(id) && ids.Add(id.Fork()) && (ids.Add(id.Next()) && ids.Add(id.Combine(new DataViewRowId(5, 0)))));
        }
    }
}
