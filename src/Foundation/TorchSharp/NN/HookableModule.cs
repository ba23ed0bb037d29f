namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>A module whose calls others can watch and change.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            protected Dictionary<string, TPreHook> pre_hooks = new();
            protected Dictionary<string, TPostHook> post_hooks = new();
            protected Dictionary<string, Action<Module>> module_pre_hooks = new();
            protected Dictionary<string, Action<Module>> module_post_hooks = new();

            protected HookableModule(string name) : base(name) { }

            public HookRemover register_forward_pre_hook(TPreHook hook) => Register(pre_hooks, hook);

            public HookRemover register_forward_hook(TPostHook hook) => Register(post_hooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Register(module_pre_hooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Register(module_post_hooks, hook);

            private HookRemover Register<THook>(Dictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private protected void BeforeForward()
            {
                if (module_pre_hooks.Count == 0) return;
                foreach (var hook in module_pre_hooks.Values) hook(this);
            }

            private protected void AfterForward()
            {
                if (module_post_hooks.Count == 0) return;
                foreach (var hook in module_post_hooks.Values) hook(this);
            }

            /// <summary>Takes one hook away again.</summary>
            public class HookRemover
            {
                private readonly HookableModule<TPreHook, TPostHook> _module;
                private readonly string _key;

                public HookRemover(HookableModule<TPreHook, TPostHook> module, string key) => (_module, _key) = (module, key);

                public void remove()
                {
                    _module.pre_hooks.Remove(_key);
                    _module.post_hooks.Remove(_key);
                    _module.module_pre_hooks.Remove(_key);
                    _module.module_post_hooks.Remove(_key);
                }
            }
        }
    }
}
