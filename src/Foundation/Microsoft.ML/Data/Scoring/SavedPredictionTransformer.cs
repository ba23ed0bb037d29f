using System.Reflection;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Data;

/// <summary>Makes prediction transformers of saved models: their type argument is the type of the learnt parameters, which only the model knows.</summary>
internal static class SavedPredictionTransformer
{
    public const string ModelPart = "Model";

    public static ISingleFeaturePredictionTransformer<object> Load(IHostEnvironment env, ModelLoadContext ctx, Type transformer)
    {
        Contracts.CheckValue(env, nameof(env));
        env.CheckValue(ctx, nameof(ctx));
        ctx.LoadModel<IFeatureScorer, SignatureLoadModel>(env, out var model, ModelPart);
        return (ISingleFeaturePredictionTransformer<object>)Activator.CreateInstance(transformer.MakeGenericType(model.GetType()),
            BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DoNotWrapExceptions, null, [env, ctx, model], null);
    }
}
