-- A shop with several stores and a web shop, as its PostgreSQL database has it: what `npm run demo` fills.
-- Every kind of key is here: serial, identity, uuid, natural, composite, junction, tree, one to one, and a cycle of tables.

CREATE TYPE order_status AS ENUM ('new', 'paid', 'packed', 'shipped', 'delivered', 'cancelled');
CREATE TYPE loyalty_tier AS ENUM ('bronze', 'silver', 'gold', 'platinum');

CREATE DOMAIN email_address AS varchar(120) CHECK (VALUE LIKE '%_@_%._%');
CREATE DOMAIN money_amount AS numeric(10, 2) CHECK (VALUE >= 0 AND VALUE <= 99999);
CREATE DOMAIN percentage AS numeric(5, 2) CHECK (VALUE BETWEEN 0 AND 100);

-- A natural key.
CREATE TABLE country (
    code        char(2) PRIMARY KEY CHECK (code = upper(code)),
    name        varchar(80) NOT NULL UNIQUE,
    vat_rate    percentage NOT NULL DEFAULT 20,
    currency    char(3) NOT NULL
);

-- A tree: each category but the first ones has a parent.
CREATE TABLE category (
    category_id serial PRIMARY KEY,
    parent_id   integer REFERENCES category (category_id) ON DELETE SET NULL,
    name        varchar(60) NOT NULL,
    slug        varchar(80) NOT NULL UNIQUE,
    position    smallint NOT NULL DEFAULT 0 CHECK (position >= 0),
    visible     boolean NOT NULL DEFAULT true,
    CHECK (length(name) >= 3)
);

CREATE TABLE supplier (
    supplier_id  integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    company_name varchar(100) NOT NULL,
    contact_name varchar(80),
    email        email_address NOT NULL,
    phone        varchar(24),
    country_code char(2) NOT NULL REFERENCES country (code),
    rating       smallint CHECK (rating IN (1, 2, 3, 4, 5)),
    active       boolean NOT NULL DEFAULT true
);

CREATE TABLE product (
    product_id   integer GENERATED ALWAYS AS IDENTITY (START WITH 1000) PRIMARY KEY,
    sku          varchar(16) NOT NULL UNIQUE,
    name         varchar(120) NOT NULL,
    category_id  integer NOT NULL REFERENCES category (category_id),
    supplier_id  integer REFERENCES supplier (supplier_id),
    price        money_amount NOT NULL,
    cost         money_amount NOT NULL,
    -- What is earned with each; never entered by hand.
    margin       numeric(11, 2) GENERATED ALWAYS AS (price - cost) STORED,
    weight_grams integer CHECK (weight_grams > 0 AND weight_grams < 50000),
    colour       varchar(20) NOT NULL DEFAULT 'black' CHECK (colour IN ('black', 'white', 'red', 'green', 'blue', 'yellow', 'grey')),
    introduced   date NOT NULL CHECK (introduced >= DATE '2015-01-01'),
    withdrawn    date,
    CONSTRAINT product_sells_above_cost CHECK (price >= cost),
    CONSTRAINT product_withdrawn_after CHECK (withdrawn IS NULL OR withdrawn > introduced)
);

-- One to one, by a primary key that is a foreign key.
CREATE TABLE product_text (
    product_id  integer PRIMARY KEY REFERENCES product (product_id) ON DELETE CASCADE,
    title       varchar(160) NOT NULL,
    description text NOT NULL,
    CHECK (length(description) BETWEEN 10 AND 2000)
);

CREATE TABLE store (
    store_code    varchar(8) PRIMARY KEY,
    name          varchar(80) NOT NULL,
    city          varchar(80) NOT NULL,
    country_code  char(2) NOT NULL REFERENCES country (code),
    opened        date NOT NULL,
    floor_area_m2 integer CHECK (floor_area_m2 BETWEEN 20 AND 12000),
    head_id       integer
);

-- A reference to itself, and with store a cycle of two tables.
CREATE TABLE employee (
    employee_id serial PRIMARY KEY,
    manager_id  integer REFERENCES employee (employee_id),
    store_code  varchar(8) NOT NULL REFERENCES store (store_code),
    first_name  varchar(40) NOT NULL,
    last_name   varchar(40) NOT NULL,
    email       email_address NOT NULL UNIQUE,
    job_title   varchar(60) NOT NULL,
    birth_date  date NOT NULL,
    hired_on    date NOT NULL,
    salary      numeric(9, 2) NOT NULL CHECK (salary > 15000 AND salary <= 180000),
    CHECK (hired_on > birth_date)
);

ALTER TABLE store ADD CONSTRAINT store_head FOREIGN KEY (head_id) REFERENCES employee (employee_id);

CREATE TABLE customer (
    customer_id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    first_name  varchar(40) NOT NULL,
    last_name   varchar(40) NOT NULL,
    email       email_address NOT NULL UNIQUE,
    phone       varchar(24),
    birth_date  date,
    newsletter  boolean NOT NULL DEFAULT false,
    created_at  timestamptz NOT NULL DEFAULT now(),
    last_seen   timestamptz,
    CHECK (last_seen IS NULL OR last_seen >= created_at)
);

-- A composite key whose first half is a foreign key.
CREATE TABLE address (
    customer_id  uuid NOT NULL REFERENCES customer (customer_id) ON DELETE CASCADE,
    address_no   smallint NOT NULL CHECK (address_no BETWEEN 1 AND 9),
    street       varchar(120) NOT NULL,
    city         varchar(80) NOT NULL,
    postal_code  varchar(12) NOT NULL,
    country_code char(2) NOT NULL REFERENCES country (code),
    PRIMARY KEY (customer_id, address_no)
);

-- One to one, by a unique foreign key.
CREATE TABLE loyalty_card (
    card_number varchar(16) PRIMARY KEY CHECK (card_number ~ '^[0-9]{4}-[0-9]{4}-[0-9]{4}$'),
    customer_id uuid NOT NULL UNIQUE REFERENCES customer (customer_id),
    tier        loyalty_tier NOT NULL DEFAULT 'bronze',
    points      integer NOT NULL DEFAULT 0 CHECK (points >= 0 AND points <= 250000)
);

-- A junction: how much of which product lies where.
CREATE TABLE stock (
    store_code    varchar(8) NOT NULL REFERENCES store (store_code),
    product_id    integer NOT NULL REFERENCES product (product_id),
    quantity      integer NOT NULL DEFAULT 0 CHECK (quantity >= 0 AND quantity <= 5000),
    reorder_level integer NOT NULL CHECK (reorder_level >= 0 AND reorder_level < 200),
    counted_at    timestamp NOT NULL,
    PRIMARY KEY (store_code, product_id)
);

CREATE TABLE customer_order (
    order_id    bigserial PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customer (customer_id),
    address_no  smallint NOT NULL,
    sold_by     integer REFERENCES employee (employee_id),
    status      order_status NOT NULL DEFAULT 'new',
    ordered_at  timestamptz NOT NULL,
    shipped_at  timestamptz,
    discount    percentage NOT NULL DEFAULT 0,
    note        varchar(200),
    -- Both keys share a column: the address must be one of the customer's own.
    FOREIGN KEY (customer_id, address_no) REFERENCES address (customer_id, address_no),
    CHECK (shipped_at IS NULL OR shipped_at >= ordered_at),
    CHECK (NOT (discount > 60))
);

CREATE TABLE order_line (
    order_id   bigint NOT NULL REFERENCES customer_order (order_id) ON DELETE CASCADE,
    line_no    smallint NOT NULL CHECK (line_no BETWEEN 1 AND 50),
    product_id integer NOT NULL REFERENCES product (product_id),
    quantity   integer NOT NULL DEFAULT 1 CHECK (quantity BETWEEN 1 AND 20),
    unit_price money_amount NOT NULL,
    amount     numeric(12, 2) GENERATED ALWAYS AS (quantity * unit_price) STORED,
    gift       boolean NOT NULL DEFAULT false,
    PRIMARY KEY (order_id, line_no)
);

-- A foreign key of two columns.
CREATE TABLE return_item (
    return_id   serial PRIMARY KEY,
    order_id    bigint NOT NULL,
    line_no     smallint NOT NULL,
    reason      varchar(20) NOT NULL CHECK (reason IN ('damaged', 'wrong item', 'too late', 'not wanted')),
    returned_on date NOT NULL,
    refund      money_amount NOT NULL,
    FOREIGN KEY (order_id, line_no) REFERENCES order_line (order_id, line_no)
);

CREATE INDEX customer_order_by_time ON customer_order (ordered_at);

COMMENT ON TABLE stock IS 'Counted every night';
COMMENT ON COLUMN product.sku IS 'Article number as printed on the label, such as KIT-00412';
COMMENT ON COLUMN supplier.rating IS 'Stars given by the buyers, 1 to 5';
COMMENT ON COLUMN customer_order.note IS 'What the customer asks for, in a few words';
