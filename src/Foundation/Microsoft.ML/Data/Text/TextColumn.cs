using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>A column of a text file with its type and the fields it comes from.</summary>
internal sealed class TextColumn
{
    public TextColumn(string name, PrimitiveDataViewType itemType, TextSegment[] segments)
    {
        var sorted = segments.OrderBy(segment => segment.Min).ToArray();
        for (var i = 1; i < sorted.Length; i++)
            if (sorted[i - 1].Lim > sorted[i].Min)
                throw Contracts.ExceptUserArg("Source", $"Intervals specified for column '{name}' overlap");
        Name = name;
        Segments = segments;
        BaseSize = segments.Where(segment => !segment.IsVariable).Sum(segment => segment.Size);
        Type = Array.Exists(segments, segment => segment.IsVariable) ? new VectorDataViewType(itemType)
            : BaseSize > 1 || segments[0].ForceVector ? new VectorDataViewType(itemType, BaseSize) : itemType;
    }

    public string Name { get; }
    public DataViewType Type { get; }
    public TextSegment[] Segments { get; }

    /// <summary>The number of slots of the segments whose size is known.</summary>
    public int BaseSize { get; }

    /// <summary>One more than the last field that is read.</summary>
    public int SourceLim => Segments.Max(segment => segment.Lim);
}
