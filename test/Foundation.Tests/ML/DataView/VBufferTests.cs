using Microsoft.ML.Data;

namespace Foundation.Tests.ML.DataView;

public class VBufferTests
{
    private static readonly VBuffer<float> _sparse = new(6, 2, [7, 8], [1, 4]);

    [Fact]
    public void RangesOfASparseVectorKeepTheirPlaces()
    {
        VBuffer<float> part = default;
        _sparse.CopyTo(ref part, 1, 4);
        Assert.False(part.IsDense);
        Assert.Equal([0, 3], part.GetIndices().ToArray());
        Assert.Equal([7f, 0, 0, 8], part.DenseValues());
        _sparse.CopyTo(ref part, 4, 1);
        Assert.True(part.IsDense);
        Assert.Equal([8f], part.GetValues().ToArray());
    }

    [Fact]
    public void FillerIsUsedWhereSomethingIsExplicitOnly()
    {
        var target = new float[8];
        _sparse.CopyTo(target, 1, -1);
        Assert.Equal([0, -1, 7, -1, -1, 8, -1, 0], target);
        new VBuffer<float>(3, 0, null, null).CopyTo(target, 0, -1);
        Assert.Equal([0, 0, 0, -1, -1, 8, -1, 0], target);
        Assert.Equal("destination", Assert.Throws<ArgumentOutOfRangeException>(() => _sparse.CopyTo(new float[6], 1)).ParamName);
    }

    [Fact]
    public void EditorsGrowByDoublingUpToTheirLimit()
    {
        VBuffer<int> vector = default;
        vector = VBufferEditor.Create(ref vector, 3).Commit();
        Assert.False(VBufferEditor.Create(ref vector, 4).CreatedNewValues);
        var editor = VBufferEditor.Create(ref vector, 5);
        Assert.True(editor.CreatedNewValues);
        vector = editor.Commit();
        Assert.False(VBufferEditor.Create(ref vector, 8).CreatedNewValues);
        Assert.True(VBufferEditor.Create(ref vector, 9).CreatedNewValues);
        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            VBuffer<int> other = default;
            VBufferEditor.Create(ref other, 9, maxValuesCapacity: 8);
        });
    }

    [Fact]
    public void OldValuesStayOnDemand()
    {
        var vector = new VBuffer<int>(2, [1, 2]);
        Assert.Equal([1, 2, 0], VBufferEditor.Create(ref vector, 3, keepOldOnResize: true).Commit().DenseValues());
        Assert.Equal([0, 0, 0], VBufferEditor.Create(ref vector, 3).Commit().DenseValues());
    }
}
