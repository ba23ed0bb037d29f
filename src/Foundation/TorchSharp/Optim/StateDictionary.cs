using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        public abstract partial class Optimizer
        {
            /// <summary>An optimizer's settings by group and its state by parameter; live, not copies.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; } = new();

                public List<OptimizerState> State { get; } = new();

                /// <summary>For each group, where in <see cref="State"/> its parameters' entries are.</summary>
                public List<List<int>> StateIndexRef { get; } = new();
            }
        }
    }
}
