namespace Microsoft.ML.Transforms;

/// <summary>Gives a custom mapping the name under which a saved model finds it again. Implementations carry a <see cref="CustomMappingFactoryAttributeAttribute"/>.</summary>
public abstract class CustomMappingFactory<TSrc, TDst> : ICustomMappingFactory where TSrc : class, new() where TDst : class, new()
{
    protected CustomMappingFactory()
    {
    }

    /// <summary>The function that is run on each row.</summary>
    public abstract Action<TSrc, TDst> GetMapping();

    ITransformer ICustomMappingFactory.CreateTransformer(Runtime.IHostEnvironment environment, string contractName) =>
        new CustomMappingTransformer<TSrc, TDst>(environment, GetMapping(), contractName);
}
