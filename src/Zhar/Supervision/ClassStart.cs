using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace Zhar.Supervision;

/// <summary>Of a class: a new object for each start, its constructor's parameters taken from the node's services.</summary>
internal sealed class ClassStart<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T> : SupervisorStart
    where T : Supervisor
{
    internal override string Module => typeof(T).FullName ?? typeof(T).Name;

    internal override SupervisorSpec MakeSpec(IServiceProvider services) => ActivatorUtilities.CreateInstance<T>(services).MakeSpec();
}
