using System.Reflection;
using System.Runtime.CompilerServices;

namespace Zhar.Data;

/// <summary>The field types of enums that a query meets away from any field.</summary>
internal static class EnumTypes
{
    // Weak, so that it does not keep an unloaded application's enums.
    private static readonly ConditionalWeakTable<Type, FieldType> ByType = [];

    internal static FieldType Of(Type type) => ByType.GetValue(type, static t => (FieldType)typeof(EnumTypes)
        .GetMethod(nameof(Make), BindingFlags.NonPublic | BindingFlags.Static)! // it is below
        .MakeGenericMethod(t).Invoke(null, null)!); // it returns one

    private static EnumType<T> Make<T>()
        where T : struct, Enum
    {
        var storage = typeof(T).GetCustomAttribute<StoredAsAttribute>()?.Storage ?? EnumStorage.Text;
        var members = typeof(T).GetFields(BindingFlags.Public | BindingFlags.Static).Select(static f =>
        {
            var member = (T)f.GetValue(null)!; // an enum's member is never null
            return (member, f.GetCustomAttribute<EnumValueAttribute>()?.Value ?? Naming.Snake(f.Name), Convert.ToInt64(member, System.Globalization.CultureInfo.InvariantCulture));
        });
        return new(storage, [.. members]);
    }
}
