using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class TextLoader
{
    /// <summary>A column, and the fields it is read from.</summary>
    public sealed class Column
    {
        public Column()
        {
        }

        public Column(string name, DataKind dataKind, int index) : this(name, dataKind, [new Range(index)])
        {
        }

        /// <summary>A vector of the fields from one index to another, both included.</summary>
        public Column(string name, DataKind dataKind, int minIndex, int maxIndex) : this(name, dataKind, [new Range(minIndex, maxIndex)])
        {
        }

        public Column(string name, DataKind dataKind, Range[] source, KeyCount keyCount = null)
        {
            Contracts.CheckValue(name, nameof(name));
            Contracts.CheckValue(source, nameof(source));
            Name = name;
            DataKind = dataKind;
            Source = source;
            KeyCount = keyCount;
        }

        public string Name;

        public DataKind DataKind { get; set; } = DataKind.Single;

        public Range[] Source;

        /// <summary>Makes it a key column: a field holds a key's index.</summary>
        public KeyCount KeyCount;

        internal PrimitiveDataViewType ItemType(IExceptionContext context)
        {
            context.CheckUserArg(Enum.IsDefined(DataKind), "Type", "Bad item type");
            var type = TypesOfRaw.Primitive(DataKind);
            if (KeyCount == null)
                return type;
            context.CheckUserArg(KeyDataViewType.IsValidDataType(type.RawType), "Type", "Bad item type for Key");
            return new KeyDataViewType(type.RawType, KeyCount.Count ?? Largest(type.RawType));
        }

        private static ulong Largest(Type raw) =>
            raw == typeof(byte) ? byte.MaxValue : raw == typeof(ushort) ? ushort.MaxValue : raw == typeof(uint) ? uint.MaxValue : ulong.MaxValue;
    }
}
