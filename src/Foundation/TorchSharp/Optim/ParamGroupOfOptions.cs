namespace TorchSharp.Modules;

/// <summary>Parameters that share settings of a known kind.</summary>
public class ParamGroup<TOptions> : ParamGroup where TOptions : OptimizerOptions
{
    public ParamGroup() { }

    // A query is run once: its parameters must be the same objects in each step.
    public ParamGroup(IEnumerable<Parameter> parameters, TOptions options = null)
    {
        base.Parameters = parameters is ICollection<Parameter> ? parameters : parameters.ToArray();
        base.Options = options;
    }

    public new TOptions Options { get => (TOptions)base.Options; set => base.Options = value; }
}
