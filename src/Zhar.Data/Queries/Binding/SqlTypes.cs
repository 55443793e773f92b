using System.Collections;

namespace Zhar.Data;

/// <summary>Which types of C# are one value in SQL, and how such a value is dumped when no field says it.</summary>
internal static class SqlTypes
{
    /// <summary>Whether a constant of the type is written into the SQL as it is.</summary>
    internal static bool IsLiteral(Type type) => type.IsEnum || Type.GetTypeCode(type) is not (TypeCode.Object or TypeCode.DBNull or TypeCode.DateTime or TypeCode.Empty);

    /// <summary>Whether a value of the type is one value in SQL.</summary>
    internal static bool IsScalar(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return IsLiteral(type) || type == typeof(DateTime) || type == typeof(Guid) || type == typeof(DateTimeOffset) || type == typeof(DateOnly)
            || type == typeof(TimeOnly) || type == typeof(TimeSpan) || type == typeof(byte[]) || type == typeof(BitArray);
    }

    /// <summary>The field type that values have by themselves; <c>null</c> when there is none.</summary>
    internal static FieldType? Default(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
            return EnumTypes.Of(type);
        if (type == typeof(Guid))
            return FieldType.Guid;
        if (type == typeof(DateTimeOffset))
            return FieldType.DateTimeOffset;
        if (type == typeof(DateOnly))
            return FieldType.Date;
        if (type == typeof(TimeOnly))
            return FieldType.Time;
        if (type == typeof(TimeSpan))
            return FieldType.Duration;
        if (type == typeof(byte[]))
            return FieldType.Binary;
        if (type == typeof(BitArray))
            return FieldType.Bits;
        return Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => FieldType.Boolean,
            TypeCode.Int16 or TypeCode.Byte or TypeCode.SByte => FieldType.Int16,
            TypeCode.Int32 or TypeCode.UInt16 => FieldType.Int32,
            TypeCode.Int64 or TypeCode.UInt32 => FieldType.Int64,
            TypeCode.Single => FieldType.Single,
            TypeCode.Double => FieldType.Double,
            TypeCode.Decimal or TypeCode.UInt64 => FieldType.Decimal,
            TypeCode.String or TypeCode.Char => FieldType.String,
            TypeCode.DateTime => FieldType.DateTime,
            _ => null,
        };
    }
}
