using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>Consecutive fields of a line.</summary>
    public sealed class Range
    {
        public Range()
        {
        }

        /// <summary>One field, which makes a scalar.</summary>
        public Range(int index)
        {
            Contracts.CheckParam(index >= 0, nameof(index), "Must be non-negative");
            Min = index;
            Max = index;
        }

        /// <summary>Several fields, both ends included, which make a vector; to the end of the line without a maximum.</summary>
        public Range(int min, int? max)
        {
            Contracts.CheckParam(min >= 0, nameof(min), "Must be non-negative");
            Contracts.CheckParam(!(max < min), nameof(max), "If specified, must be greater than or equal to " + nameof(min));
            Min = min;
            Max = max;
            ForceVector = true;
            AutoEnd = max == null;
        }

        public int Min;
        public int? Max;

        /// <summary>Up to the end of the line, which has to be at the same place in each line.</summary>
        public bool AutoEnd;

        /// <summary>Up to the end of the line, wherever that is.</summary>
        public bool VariableEnd;

        /// <summary>Only fields that no other column is read from.</summary>
        public bool AllOther;

        /// <summary>A vector even if it is of one field.</summary>
        public bool ForceVector;

        internal string ToSchemaText()
        {
            var dash = AllOther ? '~' : '-';
            if (Max is { } max)
                return max != Min || ForceVector || AllOther ? $"{Min}{dash}{max}" : Min.ToString();
            return AutoEnd ? $"{Min}{dash}*" : VariableEnd ? $"{Min}{dash}**" : Min.ToString();
        }

        /// <summary>Reads 3, 3-7, 3-* (all lines alike), 3-** (each its own), with ~ in place of - for all others; null when it is none of these.</summary>
        internal static Range Parse(string text)
        {
            var at = text.AsSpan().IndexOfAny('-', '~');
            if (at < 0)
                return int.TryParse(text, out var single) ? new Range { Min = single, Max = single } : null;
            var range = new Range { AllOther = text[at] == '~', ForceVector = true };
            if (at == 0 ? !range.AllOther : !int.TryParse(text.AsSpan(0, at), out range.Min))
                return null;
            var rest = text[(at + 1)..];
            if (rest is "" or "*")
                range.AutoEnd = true;
            else if (rest == "**")
                range.VariableEnd = true;
            else if (int.TryParse(rest, out var max))
                range.Max = max;
            else
                return null;
            return range;
        }
    }
}
