using System.Reflection;
using LinqToDB;
using LinqToDB.Mapping;
using LinqToDB.Metadata;

namespace Zhar.Data;

/// <summary>Tells the query compiler the tables and columns of the schemas.</summary>
internal sealed class SchemaMetadataReader(string dialect) : IMetadataReader
{
    internal static MappingSchema NewMapping(string name)
    {
        var mapping = new MappingSchema("zhar." + name);
        mapping.AddMetadataReader(new SchemaMetadataReader(name));
        if (name == "sqlite")
        {
            mapping.SetDataType(typeof(DateTime), DataType.NVarChar);
            mapping.SetDataType(typeof(DateTimeOffset), DataType.NVarChar);
        }

        return mapping;
    }

    public MappingAttribute[] GetAttributes(Type type) =>
        NeutralTypes.TableOf(type) is { } table ? [new TableAttribute(table.Source) { Schema = table.Prefix, IsColumnAttributeRequired = true }] : [];

    public MappingAttribute[] GetAttributes(Type type, MemberInfo memberInfo)
    {
        if (NeutralTypes.TableOf(memberInfo.ReflectedType ?? type) is not { } table)
            return [];
        return table.Columns.Find(memberInfo.Name) is { } column
            ? [new LinqToDB.Mapping.ColumnAttribute(column.Column) { IsPrimaryKey = column.IsPrimaryKey, DataType = DataTypeOf(column.Storage), CanBeNull = column.IsNullable }]
            : [new NotColumnAttribute()];
    }

    public MemberInfo[] GetDynamicColumns(Type type) => [];

    public string GetObjectID() => "zhar." + dialect;

    // SQLite stores times as texts that sort as the times do; the compiler must not take them apart to compare them.
    private DataType DataTypeOf(StorageKind storage) => storage switch
    {
        StorageKind.Boolean => DataType.Boolean,
        StorageKind.Int16 => DataType.Int16,
        StorageKind.Int32 => DataType.Int32,
        StorageKind.Int64 => DataType.Int64,
        StorageKind.Single => DataType.Single,
        StorageKind.Double => DataType.Double,
        StorageKind.Decimal => DataType.Decimal,
        StorageKind.Text or StorageKind.Json => DataType.NVarChar,
        StorageKind.Binary => DataType.VarBinary,
        StorageKind.Guid => DataType.Guid,
        StorageKind.Date or StorageKind.Time or StorageKind.DateTime or StorageKind.DateTimeUtc when dialect == "sqlite" => DataType.NVarChar,
        StorageKind.Date => DataType.Date,
        StorageKind.Time => DataType.Time,
        StorageKind.DateTime => DataType.DateTime2,
        StorageKind.DateTimeUtc => DataType.DateTime2,
        StorageKind.Interval => DataType.Interval,
        _ => DataType.Undefined,
    };
}
