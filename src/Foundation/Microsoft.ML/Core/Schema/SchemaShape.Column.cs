using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML;

public sealed partial class SchemaShape
{
    /// <summary>The shape of one column.</summary>
    public struct Column
    {
        internal Column(string name, VectorKind vecKind, DataViewType itemType, bool isKey, SchemaShape annotations = null)
        {
            Contracts.CheckNonEmpty(name, nameof(name));
            Contracts.CheckValue(itemType, nameof(itemType));
            Contracts.CheckParam(itemType is not KeyDataViewType, nameof(itemType), "Item type cannot be a key");
            Contracts.CheckParam(itemType is not VectorDataViewType, nameof(itemType), "Item type cannot be a vector");
            Contracts.CheckParam(!isKey || KeyDataViewType.IsValidDataType(itemType.RawType), nameof(itemType), "The item type must be valid for a key");
            Name = name;
            Kind = vecKind;
            ItemType = itemType;
            IsKey = isKey;
            Annotations = annotations ?? _empty;
        }

        public readonly string Name;
        public readonly VectorKind Kind;

        /// <summary>The type of the items; of a key the number that represents it.</summary>
        public readonly DataViewType ItemType;
        public readonly bool IsKey;
        public readonly SchemaShape Annotations;

        /// <summary>False for the default value, that no constructor made.</summary>
        internal bool IsValid => Name != null;

        /// <summary>The type as messages name it.</summary>
        internal string GetTypeString()
        {
            var text = IsKey ? $"Key<{ItemType}>" : ItemType.ToString();
            return Kind switch
            {
                VectorKind.Vector => $"Vector<{text}>",
                VectorKind.VariableVector => $"VarVector<{text}>",
                _ => text,
            };
        }

        public enum VectorKind
        {
            Scalar = 0,
            Vector = 1,
            VariableVector = 2,
        }
    }
}
