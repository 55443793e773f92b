using System.Diagnostics.CodeAnalysis;

namespace Zhar.Live;

/// <summary>Runs an <see cref="IOnMount"/> before <c>Mount</c> of one view class and of those that derive from it, behind those of its live session. Source: Phoenix.LiveView.on_mount/1 in a module.</summary>
/// <remarks>
/// <code>
/// [OnMount&lt;RequireUser&gt;]
/// public sealed partial class InboxLive : LiveView&lt;InboxLive.Assigns&gt;
/// </code>
/// <para>It holds for a view inside another one too, which no live session is around. Of several, those of the base class run first; the order of those on one class is not defined.</para>
/// </remarks>
/// <typeparam name="T">Made once for each endpoint, by its constructor's services.</typeparam>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OnMountAttribute<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] T> : OnMountAttribute
    where T : class, IOnMount
{
    internal override OnMountEntry Entry() => new OnMountEntry.Of<T>();
}

/// <summary>What all <see cref="OnMountAttribute{T}"/> are.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
[System.ComponentModel.EditorBrowsable(System.ComponentModel.EditorBrowsableState.Never)]
public abstract class OnMountAttribute : Attribute
{
    private protected OnMountAttribute()
    {
    }

    internal abstract OnMountEntry Entry();
}
