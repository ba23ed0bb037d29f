namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>How text is read.</summary>
    public class Options
    {
        /// <summary>Fields may be in quotes, and then hold separators.</summary>
        public bool AllowQuoting;

        /// <summary>The end of a line may consist of index:value fields, behind their number.</summary>
        public bool AllowSparse;

        /// <summary>How many fields a line has; 0 or none to find out.</summary>
        public int? InputSize;

        public char[] Separators = ['\t'];

        public char DecimalMarker = '.';

        /// <summary>Without columns the file itself has to say which it has, at its beginning.</summary>
        public Column[] Columns;

        /// <summary>Drops blanks at the ends of lines.</summary>
        public bool TrimWhitespace;

        public bool HasHeader;

        /// <summary>What makes a quote inside quotes part of the field.</summary>
        public char EscapeChar = '"';

        /// <summary>Quoted fields may span lines.</summary>
        public bool ReadMultilines;

        /// <summary>An empty field of a Single or Double column is NaN instead of 0.</summary>
        public bool MissingRealsAsNaNs;

        /// <summary>Parse on other threads; rows come out the same.</summary>
        public bool UseThreads = true;

        /// <summary>Where the header is, if not in the data.</summary>
        public string HeaderFile;

        public long? MaxRows;

        /// <summary>Whether nothing but what every caller may set differs from the defaults: then the file may bring its own description.</summary>
        internal bool LeavesSchemaToFile => !AllowQuoting && !AllowSparse && InputSize == null && Separators is ['\t'] && DecimalMarker == '.' && (Columns?.Length ?? 0) == 0
            && !TrimWhitespace && !HasHeader && EscapeChar == '"' && !ReadMultilines && !MissingRealsAsNaNs;
    }
}
