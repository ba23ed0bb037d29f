using System.Runtime.CompilerServices;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor: one native handle, owned until Dispose, the end of its scope, or the garbage collector.</summary>
    public partial class Tensor : IDisposable, DisposeScope.IScoped
    {
        private static long totalCount, peakCount;

        private nint handle;
        private DisposeScope scope;

        internal Tensor(nint handle)
        {
            this.handle = handle;
            var total = Interlocked.Increment(ref totalCount);
            if (total > peakCount) peakCount = total;
            scope = DisposeScopeManager.Register(this);
        }

        ~Tensor() => Dispose(false);

        /// <summary>Owns the result of a native call; the arguments are kept alive until that call has returned.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Tensor Make(nint result, object a = null, object b = null, object c = null)
        {
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            GC.KeepAlive(c);
            return new Tensor(Bridge.Made(result));
        }

        /// <summary>The same for a call that changed this tensor.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Tensor Changed(int status, object a = null, object b = null)
        {
            GC.KeepAlive(this);
            GC.KeepAlive(a);
            GC.KeepAlive(b);
            Bridge.Done(status);
            return this;
        }

        internal static Tensor OrNull(nint handle) => handle == 0 ? null : new Tensor(handle);

        /// <summary>Zero for an absent tensor.</summary>
        internal static nint HandleOf(Tensor tensor) => tensor is null ? 0 : tensor.Handle;

        private static nint HandleOf(Generator generator) => torch.HandleOf(generator);

        internal static nint[] Handles(IEnumerable<Tensor> tensors) => tensors is null ? [] : tensors.Select(HandleOf).ToArray();

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == 0;

        public static long TotalCount => Interlocked.Read(ref totalCount);
        public static long PeakCount => peakCount;

        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        /// <summary>The caller becomes the owner of the native tensor.</summary>
        public nint DecoupleFromNativeHandle()
        {
            GC.SuppressFinalize(this);
            if (handle == 0) throw new InvalidOperationException("Tensor invalid -- empty handle.");
            var released = handle;
            handle = 0;
            Forget();
            return released;
        }

        public void Dispose()
        {
            if (handle != 0) Forget();
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released == 0) return;
            Interlocked.Decrement(ref totalCount);
            Bridge.tensor_dispose(released);
        }

        private void Forget()
        {
            if (scope is not null) scope.MarkAsDisposed(this);
            else DisposeScopeManager.Statistics.DisposedOutsideScope++;
        }

        DisposeScope DisposeScope.IScoped.Scope { get => scope; set => scope = value; }

        public Tensor MoveToOuterDisposeScope()
        {
            scope?.MoveToOuter([this]);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            scope?.Detach([this]);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope other)
        {
            if (scope is not null) scope.MoveToOther(other, [this]);
            else other?.Attach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.scope);
    }
}
