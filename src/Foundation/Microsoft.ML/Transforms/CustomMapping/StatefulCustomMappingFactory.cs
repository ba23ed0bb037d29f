namespace Microsoft.ML.Transforms;

/// <summary>Gives a stateful custom mapping the name under which a saved model finds it again. Implementations carry a <see cref="CustomMappingFactoryAttributeAttribute"/>.</summary>
public abstract class StatefulCustomMappingFactory<TSrc, TDst, TState> : ICustomMappingFactory where TSrc : class, new() where TDst : class, new() where TState : class, new()
{
    protected StatefulCustomMappingFactory()
    {
    }

    /// <summary>The function that is run on each row.</summary>
    public abstract Action<TSrc, TDst, TState> GetMapping();

    /// <summary>What is done to the state of each new cursor.</summary>
    public abstract Action<TState> GetStateInitAction();

    ITransformer ICustomMappingFactory.CreateTransformer(Runtime.IHostEnvironment environment, string contractName) =>
        new StatefulCustomMappingTransformer<TSrc, TDst, TState>(environment, GetMapping(), contractName, GetStateInitAction());
}
