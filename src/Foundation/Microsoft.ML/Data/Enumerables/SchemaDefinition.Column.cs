using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

public sealed partial class SchemaDefinition
{
    /// <summary>One member as a column.</summary>
    public sealed class Column
    {
        internal Column(string memberName, DataViewType columnType, string columnName = null)
        {
            Contracts.CheckNonEmpty(memberName, nameof(memberName));
            MemberName = memberName;
            ColumnName = columnName ?? memberName;
            ColumnType = columnType;
        }

        public string MemberName { get; }

        /// <summary>Null for the name of the member.</summary>
        public string ColumnName { get; set; }

        /// <summary>Null for what the type of the member suggests.</summary>
        public DataViewType ColumnType { get; set; }

        internal Dictionary<string, AnnotationInfo> AnnotationInfos { get; } = [];

        public DataViewSchema.Annotations Annotations
        {
            get
            {
                var builder = new DataViewSchema.Annotations.Builder();
                foreach (var (kind, info) in AnnotationInfos)
                    builder.Add(kind, info.AnnotationType, info.GetGetter());
                return builder.ToAnnotations();
            }
        }

        public void AddAnnotation<T>(string kind, T value, DataViewType annotationType)
        {
            Contracts.CheckValue(kind, nameof(kind));
            Contracts.CheckValue(annotationType, nameof(annotationType));
            Contracts.Check(!AnnotationInfos.ContainsKey(kind), "Column already contains an annotation of this kind.");
            AnnotationInfos[kind] = new AnnotationInfo<T>(kind, value, annotationType);
        }
    }
}
