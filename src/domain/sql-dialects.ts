// The dialects of SQL that the service knows by name.

export const SQL_DIALECTS = ['POSTGRESQL', 'MYSQL', 'SQLITE', 'SQLSERVER'] as const;
/** MYSQL is MariaDB's, too. */
export type SqlDialect = (typeof SQL_DIALECTS)[number];
