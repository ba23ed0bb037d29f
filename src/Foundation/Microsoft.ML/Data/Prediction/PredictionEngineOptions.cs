using Microsoft.ML.Data;

namespace Microsoft.ML;

/// <summary>How a prediction engine is made.</summary>
public sealed class PredictionEngineOptions
{
    /// <summary>Whether members of the output class without a column are left alone; otherwise they are an error.</summary>
    public bool IgnoreMissingColumns;

    /// <summary>Columns of the input class, null for those that its members declare.</summary>
    public SchemaDefinition InputSchemaDefinition;

    /// <summary>Columns of the output class, null for those that its members declare.</summary>
    public SchemaDefinition OutputSchemaDefinition;

    /// <summary>Whether the engine disposes the transformer with itself.</summary>
    public bool OwnsTransformer;

    public PredictionEngineOptions()
    {
        IgnoreMissingColumns = true;
        OwnsTransformer = true;
    }
}
