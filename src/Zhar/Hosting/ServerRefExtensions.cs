using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Zhar;

/// <summary>Makes the typed clients of servers injectable.</summary>
public static class ServerRefExtensions
{
    extension(IServiceCollection services)
    {
        /// <summary>Lets <typeparamref name="TRef"/> be injected: <c>class Page(Counter.Ref counter)</c>. It reaches whoever has the server's name at the time of each call.</summary>
        /// <remarks>The generator calls this for every server of a <c>partial</c> application class.</remarks>
        public IServiceCollection AddServerRef<TRef>()
            where TRef : struct, IServerRef<TRef>
        {
            services.TryAddSingleton(typeof(TRef), static provider => TRef.At(new ServerRef(TRef.DefaultName, provider.GetRequiredService<Node>())));
            return services;
        }
    }
}
