// Compiled under the name Microsoft.ML.Core, referenced under the alias "mli" and then left behind: never copied, never packed.
// What the real Microsoft.ML.Core keeps internal is declared public here, so that the compiler lets the product put
// [assembly: LoadableClass(...)] on itself. At run time the reference, which has no version and no key, binds to the real assembly
// by its simple name, and IgnoresAccessChecksTo on the product lets the runtime make the real, internal attribute.
using System;

namespace Microsoft.ML
{
    public sealed class ModelLoadContext
    {
    }

    public delegate void SignatureLoadModel(ModelLoadContext ctx);

    [AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
    public sealed class LoadableClassAttribute : Attribute
    {
        public LoadableClassAttribute(Type instType, Type argType, Type sigType, string userName, params string[] loadNames)
        {
        }
    }
}
